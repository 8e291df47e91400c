// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The daemon's main class. */
public final class Main {
    private static final int EXIT_FAILURE = 1;

    /** Set by the shell for lines from a pipe, when a line failed. */
    private static final String EXIT = "xenbay.exit";

    private Main() {}

    /**
     * Called by bin/xenbay, which sets the system properties {@code xenbay.home}, {@code xenbay.etc},
     * {@code xenbay.run.dir} and {@code xenbay.shell}.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        try {
            run(Settings.of(System.getProperties()));
            System.exit(Integer.getInteger(EXIT, 0));
        } catch (StartException | IllegalArgumentException refused) {
            System.err.println("xenbay: " + refused.getMessage());
        } catch (IOException failed) {
            System.err.println("xenbay: " + failed);
        } catch (ReflectiveOperationException | InterruptedException unexpected) {
            System.err.println("xenbay: unexpected: " + unexpected);
        }
        System.exit(EXIT_FAILURE);
    }

    private static void run(Settings settings)
            throws IOException, StartException, ReflectiveOperationException, InterruptedException {
        try (RunFolder held = RunFolder.take(settings.run())) {
            Logs.configure(settings, System.getenv("JOURNAL_STREAM") != null);
            AtomicReference<Daemon> started = new AtomicReference<>();
            TerminationSignals.handle(signal -> handle(signal, started.get()));
            Daemon daemon = Daemon.start(settings, frameworkProperties(settings));
            started.set(daemon);
            daemon.awaitEnd();
            daemon.stop();
        }
    }

    /** Stops the daemon before the exit begins, which closes the log at once. */
    private static void handle(String signal, @Nullable Daemon running) {
        if (running != null && signal.equals("INT") && running.interruptCommand()) {
            return;
        }
        try {
            if (running != null) {
                running.stop();
            }
        } finally {
            System.exit(0);
        }
    }

    /** Merges system properties that begin with {@code xenbay.} and etc/config.properties; the former have precedence. */
    private static Map<String, String> frameworkProperties(Settings settings) throws IOException {
        Properties file = new Properties();
        Path path = settings.etc().resolve("config.properties");
        if (Files.isReadable(path)) {
            try (InputStream in = Files.newInputStream(path)) {
                file.load(in);
            }
        }
        Map<String, String> framework = new HashMap<>();
        file.stringPropertyNames().forEach(name -> framework.put(name, file.getProperty(name)));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("xenbay."))
                .forEach(name -> framework.put(name, System.getProperty(name)));
        settings.addTo(framework);
        return framework;
    }
}
