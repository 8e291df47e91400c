// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.xenbay.api.device.XenDevOps;

/** The states of a bundle's components in Declarative Services: which fail, and what they wait for. */
final class Components {

    private static final String BACKEND = XenDevOps.class.getName();

    private final Supplier<ServiceComponentRuntime> runtime;

    /** @param runtime returns the runtime of Declarative Services, or null while there is none */
    Components(Supplier<ServiceComponentRuntime> runtime) {
        this.runtime = runtime;
    }

    /** @return the types that a bundle's services name, even if another bundle serves them */
    static Set<String> types(Bundle bundle) {
        Set<String> types = new TreeSet<>();
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
            Object named = service.getProperty(XenDevOps.DEVICE_TYPE);
            if (named instanceof String[] several) {
                types.addAll(List.of(several));
            } else if (named instanceof String one) {
                types.add(one);
            }
        }
        return types;
    }

    /** @return why a component of a backend cannot be activated; empty when all can, or were not tried yet */
    Optional<String> failure(Bundle bundle) {
        return troubles(bundle, Components::isBackend).stream()
                .filter(Trouble::isFailure)
                .map(Trouble::text)
                .findFirst();
    }

    /** @return whether a component of a backend was not activated yet, which happens when the core uses it */
    boolean isUntried(Bundle bundle) {
        ServiceComponentRuntime present = runtime.get();
        return present != null
                && bundle.getState() == Bundle.ACTIVE
                && present.getComponentDescriptionDTOs(bundle).stream()
                        .filter(Components::isBackend)
                        .flatMap(description -> present.getComponentConfigurationDTOs(description).stream())
                        .anyMatch(made -> made.state == ComponentConfigurationDTO.SATISFIED);
    }

    private static boolean isBackend(ComponentDescriptionDTO description) {
        return Arrays.asList(description.serviceInterfaces).contains(BACKEND);
    }

    /** @return the failures of a bundle's components, then what other components wait for */
    List<String> troubles(Bundle bundle) {
        return troubles(bundle, description -> true).stream().map(Trouble::text).toList();
    }

    /** @return the components of a bundle that cannot be activated, backends and others */
    List<String> failures(Bundle bundle) {
        return troubles(bundle, description -> true).stream()
                .filter(Trouble::isFailure)
                .map(Trouble::text)
                .toList();
    }

    private record Trouble(boolean isFailure, String text) {}

    private List<Trouble> troubles(Bundle bundle, Predicate<ComponentDescriptionDTO> which) {
        ServiceComponentRuntime present = runtime.get();
        List<Trouble> troubles = new ArrayList<>();
        if (present != null && bundle.getState() == Bundle.ACTIVE) {
            for (ComponentDescriptionDTO description : present.getComponentDescriptionDTOs(bundle)) {
                if (which.test(description)) {
                    Collection<ComponentConfigurationDTO> made = present.getComponentConfigurationDTOs(description);
                    made.forEach(each -> trouble(bundle, description, each).ifPresent(troubles::add));
                }
            }
        }
        troubles.sort((one, other) -> Boolean.compare(other.isFailure, one.isFailure));
        return troubles;
    }

    private static Optional<Trouble> trouble(
            Bundle bundle, ComponentDescriptionDTO description, ComponentConfigurationDTO made) {
        String component = "component " + description.name;
        return switch (made.state) {
            case ComponentConfigurationDTO.FAILED_ACTIVATION ->
                Optional.of(new Trouble(true, component + " fails: " + StackText.oneLine(made.failure, owns(bundle))));
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                Optional.of(new Trouble(false, component + " waits for " + services(description, made)));
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
                Optional.of(new Trouble(
                        false,
                        component + " waits for configuration " + String.join(", ", description.configurationPid)));
            default -> Optional.empty();
        };
    }

    /** @return whether a class belongs to a bundle; false while the bundle's content is being replaced, and after it was removed */
    static Predicate<String> owns(Bundle bundle) {
        return type -> {
            try {
                return bundle.getEntry(type.replace('.', '/') + ".class") != null;
            } catch (IllegalStateException | NullPointerException replaced) {
                // Felix throws the second exception while the bundle has no content.
                return false;
            }
        };
    }

    private static String services(ComponentDescriptionDTO description, ComponentConfigurationDTO made) {
        Set<String> names = Arrays.stream(made.unsatisfiedReferences)
                .map(wanted -> wanted.name)
                .collect(Collectors.toSet());
        String services = Arrays.stream(description.references)
                .filter(reference -> names.contains(reference.name))
                .map(reference -> reference.interfaceName)
                .distinct()
                .collect(Collectors.joining(", "));
        return services.isEmpty() ? references(made.unsatisfiedReferences) : "service " + services;
    }

    private static String references(UnsatisfiedReferenceDTO[] references) {
        return Arrays.stream(references)
                .map(reference -> "reference " + reference.name)
                .collect(Collectors.joining(", "));
    }
}
