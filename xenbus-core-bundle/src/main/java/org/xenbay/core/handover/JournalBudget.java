// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds the memory of the run folder that all journals take together, and divides it. A device gets its first {@value #FIRST}
 * bytes as long as any are left. Beyond that, a device may have an eighth of the budget, and a quarter of the budget is kept
 * for later devices. A reserve for other programs of the host stays free, whatever is configured. Not thread-safe.
 */
final class JournalBudget {

    /** Bytes that a device may have, whatever other devices have. */
    static final int FIRST = 512 * 1024;

    private static final long MAX_BY_DEFAULT = 256L << 20;
    private static final long MAX_RESERVE = 64L << 20;

    private final Room room;
    private final long configured;
    private final Map<String, Long> held = new HashMap<>();
    private long used;

    /** The file system that is used. */
    interface Room {

        /** @return bytes that are free there */
        long free() throws IOException;

        /** @return bytes of all of it */
        long total() throws IOException;
    }

    /**
     * @param tells the free room of the file system
     * @param configured most bytes of all; 0 for a quarter of the room there, and at most 256 MiB
     */
    JournalBudget(Room room, long configured) {
        this.room = room;
        this.configured = configured;
    }

    static JournalBudget of(Path folder, long configured) {
        return new JournalBudget(
                new Room() {
                    @Override
                    public long free() throws IOException {
                        return Files.getFileStore(folder).getUsableSpace();
                    }

                    @Override
                    public long total() throws IOException {
                        return Files.getFileStore(folder).getTotalSpace();
                    }
                },
                configured);
    }

    /** Counts a journal of an earlier process. */
    void found(String owner, long bytes) {
        held.merge(owner, bytes, Long::sum);
        used += bytes;
    }

    /**
     * @param owner the device
     * @param bytes additional bytes
     * @return empty on success; otherwise the reason of the refusal
     */
    Optional<String> take(String owner, long bytes) throws IOException {
        if (bytes <= 0) {
            return Optional.empty();
        }
        long free = room.free();
        long most = configured > 0 ? configured : Math.min(MAX_BY_DEFAULT, (free + used) / 4);
        long own = held.getOrDefault(owner, 0L) + bytes;
        if (free - bytes < Math.min(MAX_RESERVE, room.total() / 8)) {
            return Optional.of(
                    "there is too little room in the run folder, where other programs of the host need some, too");
        }
        if (used + bytes > most) {
            return Optional.of("journals have all of their " + most / 1024 + " KiB (journalMegabytes)");
        }
        if (own > FIRST && (own > most / 8 || used + bytes > most - most / 4)) {
            return Optional.of("its guest needs " + own / 1024 + " KiB, more than its share of the journals' "
                    + most / 1024 + " KiB (journalMegabytes)");
        }
        found(owner, bytes);
        return Optional.empty();
    }

    void give(String owner, long bytes) {
        used -= bytes;
        held.computeIfPresent(owner, (whose, before) -> before > bytes ? before - bytes : null);
    }
}
