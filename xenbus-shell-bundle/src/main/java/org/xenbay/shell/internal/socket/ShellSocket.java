// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;

/** Serves one-shot commands on a UNIX socket while it is active, as its configuration says. */
@Component(
        service = {ShellSocket.class, Configured.class},
        immediate = true,
        configurationPid = ShellSocket.PID)
@ModifiedOnDelete
public final class ShellSocket implements Configured {
    /** PID of the configuration. */
    static final String PID = "org.xenbay.shell";

    private static final Logger LOG = System.getLogger(ShellSocket.class.getName());

    private static final int MAX_COMMANDS = 256;

    private static final Setting<Optional<Path>> SOCKET = Setting.text(
                    "socket",
                    "",
                    "the path of a socket, or nothing",
                    "Path of the socket; empty: shell.sock in the run folder")
            .as(text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));
    private static final Setting<String> GROUP = Setting.text(
                    "group",
                    "",
                    "the name of a group, or nothing",
                    "Group that may use the socket; empty: the daemon's own")
            .as(ShellSocket::known);
    private static final Setting<Integer> MOST =
            Setting.number("max_commands", 16, 1, MAX_COMMANDS, "How many commands may run at once");

    private final CommandProcessor processor;
    private final String runDir;
    private final Settings settings = Settings.of(PID, SOCKET, GROUP, MOST);
    private @Nullable Wanted present;
    private @Nullable ShellServer server;

    @Activate
    public ShellSocket(@Reference CommandProcessor processor, BundleContext context, Map<String, Object> properties)
            throws Exception {
        this.processor = processor;
        this.runDir = context.getProperty(DaemonFolder.RUN.property());
        settings.update(properties, this::apply);
    }

    /** Keeps the server when the configuration is equal, so that running commands continue. */
    @Modified
    void modified(Map<String, Object> properties) throws Exception {
        settings.update(properties, this::apply);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    private static String known(String group) {
        try {
            if (!group.isEmpty()) {
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
            }
            return group;
        } catch (IOException unknown) {
            throw new IllegalArgumentException("there is no such group", unknown);
        }
    }

    private void apply(SettingValues values) throws IOException {
        if (values.get(SOCKET).isEmpty() && runDir == null) {
            throw new IllegalStateException(
                    "neither " + PID + "'s socket nor " + DaemonFolder.RUN.property() + " is set");
        }
        Path socket = values.get(SOCKET).orElseGet(() -> Path.of(runDir, "shell.sock"));
        Wanted before = present;
        stop();
        try {
            start(new Wanted(socket.toAbsolutePath(), values.get(GROUP), values.get(MOST)));
        } catch (IOException | RuntimeException failed) {
            if (before != null) {
                start(before);
            }
            throw failed;
        }
    }

    private void start(Wanted wanted) throws IOException {
        server = new ShellServer(wanted.socket(), wanted.group(), wanted.limit(), processor);
        present = wanted;
        LOG.log(Level.INFO, "commands are taken at {0}", server.path());
    }

    @Deactivate
    void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
            present = null;
        }
    }

    private record Wanted(Path socket, String group, int limit) {}
}
