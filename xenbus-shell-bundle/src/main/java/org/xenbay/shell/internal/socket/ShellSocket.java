package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Serves one-shot commands on a UNIX socket while it is active, as its configuration says. */
@Component(service = ShellSocket.class, immediate = true, configurationPid = ShellConfig.PID)
@Designate(ocd = ShellConfig.class)
public final class ShellSocket {
    private static final Logger LOG = System.getLogger(ShellSocket.class.getName());

    /** Framework property: the folder of sockets and other run-time files. */
    private static final String RUN_DIR = "xenbay.run.dir";

    private final CommandProcessor processor;
    private final String runDir;
    private Settings settings;
    private ShellServer server;

    @Activate
    public ShellSocket(@Reference CommandProcessor processor, BundleContext context, ShellConfig config)
            throws IOException {
        this.processor = processor;
        this.runDir = context.getProperty(RUN_DIR);
        start(Settings.of(config, runDir));
    }

    /** A configuration that says the same as before must not cut the commands that run. */
    @Modified
    void modified(ShellConfig config) throws IOException {
        Settings wanted = Settings.of(config, runDir);
        if (!wanted.equals(settings)) {
            stop();
            start(wanted);
        }
    }

    private void start(Settings wanted) throws IOException {
        server = new ShellServer(wanted.socket(), wanted.group(), wanted.limit(), processor);
        settings = wanted;
        LOG.log(Level.INFO, "commands are taken at {0}", server.path());
    }

    @Deactivate
    void stop() throws IOException {
        if (server != null) {
            server.close();
            server = null;
            settings = null;
        }
    }

    private record Settings(Path socket, String group, int limit) {

        private static final int MOST = 256;

        static Settings of(ShellConfig config, String runDir) {
            if (config.socket().isEmpty() && runDir == null) {
                throw new IllegalStateException("neither " + ShellConfig.PID + "'s socket nor " + RUN_DIR + " is set");
            }
            Path socket = config.socket().isEmpty() ? Path.of(runDir, "shell.sock") : Path.of(config.socket());
            return new Settings(
                    socket.toAbsolutePath(), config.group(), Math.max(1, Math.min(config.max_commands(), MOST)));
        }
    }
}
