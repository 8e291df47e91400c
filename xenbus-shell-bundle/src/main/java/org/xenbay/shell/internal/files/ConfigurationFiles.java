// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.api.settings.Nearest;
import org.xenbay.api.settings.SettingsView;
import org.xenbay.api.settings.SettingsView.Problem;

/** Finds files of the configuration without effect: those that cannot be read, and those of unknown PIDs. */
@Component(service = ConfigurationFiles.class)
public final class ConfigurationFiles {

    /** A PID whose file always exists, but whose bundle runs only with the embedded Xen. */
    private static final String DEMONSTRATION = "org.xenbay.demo";

    private final @Nullable Path folder;

    private final Supplier<Set<String>> pids;

    /**
     * @param context has the folder's property
     * @param runtime lists the configurations of all components
     */
    @Activate
    public ConfigurationFiles(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this(
                DaemonFolder.CONFIGURATION.of(context::getProperty),
                () -> runtime.getComponentDescriptionDTOs().stream()
                        .flatMap(component -> Stream.of(component.configurationPid))
                        .collect(Collectors.toSet()));
    }

    /**
     * @param folder that File Install reads
     * @param pids of the configurations that components have
     */
    public ConfigurationFiles(@Nullable Path folder, Supplier<Set<String>> pids) {
        this.folder = folder;
        this.pids = pids;
    }

    /**
     * Reads the files.
     *
     * @param settings of the components that run; their PIDs are known too
     * @return a view with one problem for each file that has one
     */
    public List<SettingsView> faults(Collection<SettingsView> settings) {
        Set<String> known = new TreeSet<>(pids.get());
        known.add(DEMONSTRATION);
        settings.forEach(view -> known.add(view.pid()));
        List<SettingsView> faults = new ArrayList<>();
        for (ConfigurationFile file : files()) {
            fault(file, known).ifPresent(why -> faults.add(view(file, why)));
        }
        return faults;
    }

    private List<ConfigurationFile> files() {
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(ConfigurationFile::isOne)
                    .sorted()
                    .map(ConfigurationFile::new)
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalStateException(folder + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Optional<String> fault(ConfigurationFile file, Set<String> known) {
        if (!known.contains(file.pid()) && !known.contains(file.factoryPid())) {
            return file.setsNothing()
                    ? Optional.empty()
                    : Optional.of("has no effect, no component has a configuration of this name"
                            + Nearest.of(file.pid(), known)
                                    .map(word -> ": did you mean " + word + "?")
                                    .orElse(""));
        }
        return file.fault().map(why -> "cannot be read (" + why + "): what was read before stays in force");
    }

    private static SettingsView view(ConfigurationFile file, String why) {
        String name = file.path().getFileName().toString();
        return new SettingsView(
                file.pid(), Optional.of(file.shown()), List.of(), List.of(), List.of(new Problem("file", name, why)));
    }
}
