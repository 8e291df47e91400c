// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.update.jar.BundleFile;

/** Lists every bundle with its state, and with a sentence that says what it does or what is missing. */
final class Overview {

    private static final String PLATFORM = "platform";
    private static final String GIVEN_UP = "given up";

    /** The header with the commit that a bundle is built from: cnf/ext/common.bnd. */
    private static final String BUILD = "Git-Descriptor";

    private final BundleContext framework;
    private final Supplier<XenbusAdmin> admin;
    private final Components components;
    private final Deployer deployer;
    private final HungBundles hung;

    Overview(
            BundleContext framework,
            Supplier<XenbusAdmin> admin,
            Components components,
            Deployer deployer,
            HungBundles hung) {
        this.hung = hung;
        this.framework = framework;
        this.admin = admin;
        this.components = components;
        this.deployer = deployer;
    }

    /**
     * What a bundle does.
     *
     * @param word as in {@link BundleView#state}
     * @param reason as in {@link BundleView#reason}
     * @param trouble as in {@link BundleView#trouble}
     */
    private record State(String word, String reason, String trouble) {
        State(String word, String reason) {
            this(word, reason, "");
        }
    }

    List<BundleView> bundles() {
        List<BundleView> views = new ArrayList<>();
        deployer.files().forEach(file -> views.add(ofFile(file)));
        views.sort(Comparator.comparing(BundleView::name).thenComparing(BundleView::origin));
        hung.all().forEach(bundle -> views.add(view(bundle, GIVEN_UP, new State("hangs", hung.reason(bundle)))));
        hung.without(framework.getBundles()).stream()
                .filter(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID
                        && !bundle.getLocation().startsWith(DeployedBundles.LOCATION))
                .sorted(Comparator.comparing(bundle -> String.valueOf(bundle.getSymbolicName())))
                .forEach(bundle -> views.add(view(bundle, PLATFORM, state(bundle, Set.of()))));
        return views;
    }

    /** @return what a bundle from the folder does, in one sentence */
    String sentence(String name) {
        DeployedBundle deployed = deployer.bundles().of(name).orElseThrow();
        State state = state(deployed.bundle(), deployed.content().types());
        return deployed.content() + " " + state.word() + (state.reason().isEmpty() ? "" : " " + state.reason());
    }

    private static BundleView view(Bundle bundle, String origin, State state) {
        return new BundleView(
                bundle.getBundleId(),
                String.valueOf(bundle.getSymbolicName()),
                bundle.getVersion().toString(),
                Objects.requireNonNullElse(bundle.getHeaders("").get(BUILD), ""),
                origin,
                state.word(),
                state.reason(),
                state.trouble());
    }

    private BundleView ofFile(DeployedFile file) {
        Optional<BundleFile> candidate = file.candidate();
        Optional<DeployedBundle> deployed =
                candidate.flatMap(content -> deployer.bundles().of(content.name()));
        if (deployed.filter(running -> running.file().equals(file.name())).isPresent()) {
            DeployedBundle running = deployed.get();
            State state = state(running.bundle(), running.content().types());
            String silent = running.content().silent() ? "no component of it has @XenDeviceType" : "";
            String refused = file.refusal()
                    .map(why -> "what is in the file now is refused: " + why)
                    .orElse("");
            State whole =
                    new State(state.word(), joined(state.reason(), silent, refused), joined(state.trouble(), refused));
            return view(running.bundle(), file.name(), whole);
        }
        String name = candidate.map(BundleFile::name).orElse(file.name());
        String version = candidate.map(content -> content.version().toString()).orElse("");
        if (deployed.isPresent() && file.refusal().isEmpty()) {
            String by = "by " + deployed.get().content().version() + " of "
                    + deployed.get().file();
            return new BundleView(-1, name, version, "", file.name(), "superseded", by);
        }
        Optional<String> refusal = file.refusal();
        return new BundleView(
                -1, name, version, "", file.name(), refusal.isEmpty() ? "waits" : "refused", refusal.orElse(""));
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    private State state(Bundle bundle, Set<String> claimed) {
        if (bundle.getState() == Bundle.STARTING) {
            return new State("runs", "from its first use on");
        } else if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null) {
            return new State("runs", "as a part of " + bundle.getHeaders("").get(Constants.FRAGMENT_HOST));
        } else if (bundle.getState() != Bundle.ACTIVE) {
            return new State("stopped", "");
        }
        Optional<String> failure = components.failure(bundle);
        if (failure.isPresent()) {
            return new State("fails", failure.get());
        }
        Set<String> missing = new TreeSet<>(claimed);
        missing.removeAll(Components.types(bundle));
        if (!missing.isEmpty()) {
            return new State(
                    "waits",
                    components.troubles(bundle).stream()
                            .findFirst()
                            .orElse("nothing serves " + String.join(", ", missing)));
        }
        return service(bundle);
    }

    private State service(Bundle bundle) {
        Set<String> types = Components.types(bundle);
        String trouble = components.failures(bundle).stream().findFirst().orElse("");
        if (types.isEmpty()) {
            return new State("runs", trouble, trouble);
        }
        Set<String> serves = serves(bundle.getBundleId());
        if (serves.isEmpty()) {
            return new State("stands by", "for " + String.join(", ", types));
        }
        types.removeAll(serves);
        String others = types.isEmpty() ? "" : "stands by for " + String.join(", ", types);
        String troubles = joined(trouble, notTakenOver(serves).orElse(""));
        return new State("serves", joined(String.join(", ", serves), others, troubles), troubles);
    }

    /** @return in words, the parked devices of the types that a bundle serves; empty when it has taken over all */
    Optional<String> notTakenOver(String name) {
        return deployer.bundles()
                .of(name)
                .flatMap(deployed -> notTakenOver(serves(deployed.bundle().getBundleId())));
    }

    private Optional<String> notTakenOver(Set<String> types) {
        XenbusAdmin core = admin.get();
        List<DeviceView> parked = core == null
                ? List.of()
                : core.devices().stream()
                        .filter(device -> device.phase() == DevicePhase.PARKED
                                && types.contains(device.id().type()))
                        .toList();
        if (parked.isEmpty()) {
            return Optional.empty();
        }
        DeviceView first = parked.get(0);
        return Optional.of("has not taken over " + parked.size() + (parked.size() == 1 ? " device" : " devices") + ": "
                + first.id() + " " + first.explanation());
    }

    private Set<String> serves(long bundle) {
        Set<String> types = new TreeSet<>();
        XenbusAdmin core = admin.get();
        if (core != null) {
            core.backends().stream()
                    .filter(backend -> backend.bundleId() == bundle)
                    .map(BackendView::type)
                    .forEach(types::add);
        }
        return types;
    }
}
