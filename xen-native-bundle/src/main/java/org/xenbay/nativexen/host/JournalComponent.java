// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.Machine;

/**
 * Where systemd's journal reads the standard error, lines of the log reach it as entries with fields, by which
 * {@code journalctl XENBAY_DEVICE=3/console/0} finds them. The launcher's handler writes them without fields before this component is
 * active, after it, and whenever the journal does not take one (docs/adr/0061).
 */
@Component(
        service = {},
        immediate = true)
public final class JournalComponent {

    private static final Logger LOG = System.getLogger(JournalComponent.class.getName());
    private static final Path JOURNAL = Path.of("/run/systemd/journal/socket");
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final @Nullable JournalSocket journal;
    private final List<JournalFilter> filters;

    /** Takes over the lines, if the journal reads them. */
    @Activate
    public JournalComponent() {
        JournalSocket found = reads(System.getenv("JOURNAL_STREAM"), STANDARD_ERROR) ? open() : null;
        journal = found;
        filters = found == null
                ? List.of()
                : Stream.of(java.util.logging.Logger.getLogger("").getHandlers())
                        .filter(ConsoleHandler.class::isInstance)
                        .map(handler -> JournalFilter.add(handler, found))
                        .toList();
    }

    /**
     * The variable alone says nothing: a program that the service has started inherits it, with another standard error (systemd.exec(5)).
     *
     * @param stream the value of JOURNAL_STREAM, device:inode
     * @param descriptor a file
     * @return whether it is that file
     */
    static boolean reads(@Nullable String stream, Path descriptor) {
        if (stream == null) {
            return false;
        }
        try {
            Map<String, Object> file = Files.readAttributes(descriptor, "unix:dev,ino");
            return stream.equals(file.get("dev") + ":" + file.get("ino"));
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private static @Nullable JournalSocket open() {
        try {
            Machine.here();
            Libc.load();
            return new JournalSocket(JOURNAL);
        } catch (LinkageError failed) {
            LOG.log(Level.WARNING, "lines of the journal have no fields: " + MissingLibrary.explain(failed));
        } catch (IOException | UnsupportedOperationException failed) {
            LOG.log(Level.WARNING, "lines of the journal have no fields: " + failed.getMessage());
        }
        return null;
    }

    /** Returns the lines to the launcher's handler. */
    @Deactivate
    public void deactivate() {
        filters.forEach(JournalFilter::remove);
        if (journal != null) {
            journal.close();
        }
    }
}
