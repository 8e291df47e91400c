package org.xenbay.core.handover;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xenbay.api.device.DeviceId;
import org.xenbay.core.device.LastingMemory;

/**
 * Memory that outlasts this process, as mapped files of the run folder, which is in the host's memory itself (/run is a
 * tmpfs). The kernel keeps what was stored, whatever becomes of the process. Nothing is synced: it need not outlast the host.
 */
public final class JournalFolder implements LastingMemory {

    private static final Logger LOG = System.getLogger(JournalFolder.class.getName());

    /** A page that the file system has no room for ends the process that stores to it; so there has to be plenty. */
    private static final int SPARE = 2;

    private final Path folder;

    /** @param run the folder of this daemon, which nobody else uses */
    public JournalFolder(Path run) {
        this.folder = run.resolve("journal");
    }

    @Override
    public Optional<ByteBuffer> of(DeviceId id, String name, int size) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (Files.getFileStore(folder).getUsableSpace() / SPARE < size) {
                LOG.log(
                        Level.WARNING,
                        id + " will not outlast a kill of this daemon: there is too little room in " + folder);
                return Optional.empty();
            }
            try (FileChannel file = FileChannel.open(
                    folder.resolve(prefix(id) + name),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                return Optional.of(file.map(MapMode.READ_WRITE, 0, size));
            }
        } catch (IOException failed) {
            LOG.log(Level.WARNING, id + " will not outlast a kill of this daemon: " + failed);
            return Optional.empty();
        }
    }

    private static String prefix(DeviceId id) {
        return id.toString().replace('/', '-') + ".";
    }

    @Override
    public void remove(DeviceId id) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> its = files.filter(file -> file.getFileName().toString().startsWith(prefix(id)))
                    .toList();
            for (Path file : its) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot remove the journal of " + id + ": " + failed);
        }
    }
}
