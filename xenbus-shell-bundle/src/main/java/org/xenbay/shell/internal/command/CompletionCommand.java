// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.config.SettingsView;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.store.StorePath;

/** What the tab key offers; called by the completions in etc/gosh_profile, hidden from help. */
@Component(service = CompletionCommand.class)
@GogoCommand(scope = "xen", function = "candidates")
public final class CompletionCommand {
    private static final int MAX_CANDIDATES = 1000;

    private final Platform platform;

    @Activate
    public CompletionCommand(@Reference Platform platform) {
        this.platform = platform;
    }

    /**
     * @param session where the key was struck
     * @param what {@code devices}, {@code consoles}, {@code keyboards}, {@code sources},
     *     {@code types}, {@code commands}, {@code bundles}, {@code pids}, {@code new}, {@code paths} or {@code jars}
     * @param typed what has been typed of the word
     * @return the words it may become; none when what would know them is not running
     */
    public List<String> candidates(CommandSession session, String what, String typed) {
        try {
            return switch (what) {
                case "devices" ->
                    platform.admin().devices().stream()
                            .map(device -> device.id().toString())
                            .limit(MAX_CANDIDATES)
                            .toList();
                case "consoles" ->
                    platform.consoles().stream()
                            .flatMap(service -> service.consoles().stream())
                            .map(Object::toString)
                            .limit(MAX_CANDIDATES)
                            .toList();
                case "keyboards" ->
                    platform.inputs().stream()
                            .flatMap(service -> service.targets().stream())
                            .map(target -> target.device().toString())
                            .limit(MAX_CANDIDATES)
                            .toList();
                case "sources" ->
                    platform.inputs().stream()
                            .flatMap(service -> service.sources().stream())
                            .map(source -> source.info().id())
                            .limit(MAX_CANDIDATES)
                            .toList();
                case "types" ->
                    platform.admin().backends().stream()
                            .map(backend -> backend.type())
                            .toList();
                case "commands" -> UnknownCommand.functions(session, "xen:");
                case "bundles" ->
                    platform.deployment().bundles().stream()
                            .map(BundleView::name)
                            .limit(MAX_CANDIDATES)
                            .toList();
                case "pids" ->
                    platform.configuration().stream().map(SettingsView::pid).toList();
                case "new" -> newDevices();
                case "paths" -> paths(typed);
                case "jars" -> jars(typed);
                default -> throw new CommandFailure("no candidates for " + what);
            };
        } catch (CommandFailure notRunning) {
            return List.of();
        }
    }

    /** The next device of each type that is served, for each domain that has some. */
    private List<String> newDevices() {
        List<DeviceId> taken =
                platform.admin().devices().stream().map(DeviceView::id).toList();
        return taken.stream()
                .map(DeviceId::domain)
                .distinct()
                .flatMap(domain -> platform.admin().backends().stream()
                        .map(backend -> new DeviceId(domain, backend.type(), free(taken, domain, backend.type()))))
                .map(DeviceId::toString)
                .limit(MAX_CANDIDATES)
                .toList();
    }

    private static int free(List<DeviceId> taken, int domain, String type) {
        int number = 0;
        while (taken.contains(new DeviceId(domain, type, number))) {
            number++;
        }
        return number;
    }

    private List<String> paths(String typed) {
        String parent = typed.substring(0, Math.max(0, typed.lastIndexOf('/')));
        if (!StorePath.isValid(parent.isEmpty() ? "/" : parent)) {
            return List.of();
        }
        StorePath directory = StorePath.of(parent.isEmpty() ? "/" : parent);
        Optional<List<String>> names = Platform.clearly(() -> platform.store().list(directory));
        return names.orElse(List.of()).stream()
                .filter(name -> !name.isEmpty())
                .limit(MAX_CANDIDATES)
                .map(name -> parent + "/" + name)
                .toList();
    }

    /** Jars, and folders that may hold some. */
    private static List<String> jars(String typed) {
        String parent = typed.substring(0, typed.lastIndexOf('/') + 1);
        try (Stream<Path> files = Files.list(Path.of(parent).toAbsolutePath())) {
            return files.filter(
                            file -> Files.isDirectory(file) || file.toString().endsWith(".jar"))
                    .limit(MAX_CANDIDATES)
                    .map(file -> parent + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException | InvalidPathException none) {
            return List.of();
        }
    }
}
