// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.xenbay.api.access.PrivateFiles;
import org.xenbay.web.server.Page;
import org.xenbay.web.server.PageConfig;
import org.xenbay.web.server.PageServer;

/**
 * The port of the last run, for pages that any port will do for: an open page finds its host again after an update of this bundle and after
 * a restart.
 */
final class LastPort {

    private static final System.Logger LOG = System.getLogger(LastPort.class.getName());
    private static final int MAX_PORT = 65535;

    private final Path file;
    private boolean preferred;
    private String warning = "";

    LastPort(Path file) {
        this.file = file;
    }

    /** @return the same with the last port, where any will do */
    PageConfig preferred(PageConfig config) {
        int last = config.port() == 0 && Files.exists(file) ? read() : 0;
        preferred = last != 0;
        return preferred ? config.withPort(last) : config;
    }

    /** @return the last port; 0 when it is not known */
    private int read() {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
            boolean number = text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MAX_PORT;
            return number ? Integer.parseInt(text) : 0;
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the port of the last run is not known: {0}", failed.toString());
            return 0;
        }
    }

    /** Starts the server; somebody else may have the port now. */
    PageServer start(PageConfig config, Page page) throws IOException {
        PageServer server = startAnyway(config, page);
        boolean kept = false;
        try {
            keep(server.port());
            kept = true;
            return server;
        } finally {
            if (!kept) {
                server.close();
            }
        }
    }

    /** The page is served whether or not the next run finds its port. */
    private void keep(int port) {
        try {
            PrivateFiles.makeFolder(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a name"));
            Files.writeString(file, port + "\n");
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the page may be at another port after a restart: {0}", failed.toString());
        }
    }

    /** @return what whoever looks for the page has to know; empty when all is well */
    String warning() {
        return warning;
    }

    private PageServer startAnyway(PageConfig config, Page page) throws IOException {
        if (!preferred) {
            return PageServer.start(config, page);
        }
        try {
            return PageServer.start(config, page);
        } catch (IOException taken) {
            PageServer server = PageServer.start(config.withPort(0), page);
            warning = "port " + config.port()
                    + ", where the page was in the last run, cannot be had: an open page and a bookmark lead to "
                    + "whatever program has it now; log in there no more, and use the new address";
            LOG.log(Level.WARNING, "{0} ({1})", warning, taken.getMessage());
            return server;
        }
    }
}
