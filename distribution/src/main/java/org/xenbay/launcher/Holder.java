// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The process that holds a run folder. A process id may be reused; together with the time when the process was started it
 * is unique. The id is in {@code xenbay.pid}, for scripts; both are in {@code xenbay.started}.
 *
 * @param pid process id
 * @param started when it was started, in the kernel's ticks since boot (proc(5), field 22 of stat)
 */
record Holder(long pid, long started) {
    private static final String FILE = "xenbay.started";
    /** Counted from field 3, which follows the name in parentheses. */
    private static final int START_TIME = 22 - 3;

    /** @return this process */
    static Holder self() throws IOException {
        long pid = ProcessHandle.current().pid();
        return new Holder(pid, startTime(pid).orElse(0L));
    }

    /** @return the last holder of a folder; empty when the note is from an earlier version, or incomplete */
    static Optional<Holder> of(Path folder, long pid) throws IOException {
        try {
            String[] words = Files.readString(folder.resolve(FILE)).strip().split(" ");
            Holder noted = new Holder(Long.parseLong(words[0]), Long.parseLong(words[1]));
            return Optional.of(noted).filter(holder -> holder.pid == pid);
        } catch (NoSuchFileException | NumberFormatException | ArrayIndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }

    void note(Path folder) throws IOException {
        Path fresh = folder.resolve(FILE + ".new");
        Files.writeString(fresh, pid + " " + started + "\n");
        Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    boolean isAlive() throws IOException {
        return startTime(pid).filter(time -> time == started).isPresent();
    }

    /** @return empty when there is no such process, or it is a zombie */
    private static Optional<Long> startTime(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") ? Optional.empty() : Optional.of(Long.parseLong(fields[START_TIME]));
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
    }
}
