// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Sets up the log: lines go to the standard error, which is the journal for a service; with an interactive shell they go to a
 * file, and only warnings to the terminal. Levels are those of etc/logging.properties.
 */
final class Logs {
    private static final int FILE_BYTES = 4 * 1024 * 1024;
    private static final int FILES = 4;

    private Logs() {}

    static void configure(Settings settings, boolean journal) throws IOException {
        Path levels = settings.etc().resolve("logging.properties");
        if (Files.isReadable(levels)) {
            try (InputStream in = Files.newInputStream(levels)) {
                LogManager.getLogManager().readConfiguration(in);
            }
        }
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        boolean interactive = settings.shell() == Settings.Shell.TERMINAL;
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new LineFormatter(journal));
        console.setLevel(interactive ? Level.WARNING : Level.ALL);
        root.addHandler(console);
        if (interactive) {
            root.addHandler(file(settings.run().resolve("log")));
        }
    }

    private static Handler file(Path folder) throws IOException {
        Files.createDirectories(folder);
        String pattern = folder.toString().replace("%", "%%") + "/xenbay.%g.log";
        FileHandler file = new FileHandler(pattern, FILE_BYTES, FILES, true);
        file.setFormatter(new LineFormatter(false));
        file.setLevel(Level.ALL);
        return file;
    }
}
