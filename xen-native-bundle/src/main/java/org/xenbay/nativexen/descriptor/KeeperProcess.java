// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.ProcessCalls;

/**
 * A process that only shares a daemon's table of descriptors, so that they stay open when the daemon ends. A file in the
 * run folder identifies it.
 *
 * @param pid its number
 * @param started when it was started, in the kernel's ticks since boot; together with the number it identifies the process
 * @param daemon the process whose descriptors it keeps
 */
public record KeeperProcess(long pid, long started, ProcessId daemon) {

    /** Its name in the kernel. */
    public static final String NAME = "xenbay-keeper";

    private static final String FILE = "keeper";
    private static final int STACK = 64 * 1024;

    /**
     * Starts a keeper that shares this process's descriptors. The keeper has a copy-on-write copy of this process's memory,
     * which it does not use. It is started early, while that memory is small.
     *
     * @throws IOException when the kernel refuses another process
     */
    static KeeperProcess start() throws IOException {
        ProcessCalls.load();
        int[] pid = new int[1];
        String[] failure = new String[1];
        // The child gets the name of the thread that starts it.
        Thread thread = DaemonThreads.start(NAME, () -> {
            try (Memory stack = new Memory(STACK)) {
                Pointer end = stack.share(STACK - 64);
                pid[0] = ProcessCalls.clone(ProcessCalls.pause(), end, ProcessCalls.CLONE_FILES, Pointer.NULL);
                failure[0] = pid[0] < 0 ? Libc.text(Libc.errno()) : null;
            }
        });
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
        if (failure[0] != null) {
            throw new IOException("clone: " + failure[0]);
        }
        return new KeeperProcess(pid[0], ProcessId.startOf(pid[0]).orElse(0L), ProcessId.here());
    }

    /** @return the latest keeper that an earlier run, or this one, has noted and that still exists */
    static Optional<KeeperProcess> find(Path folder) throws IOException {
        return all(folder).stream().findFirst();
    }

    /** @return all keepers that still exist, the latest first; several when a process was killed while it took over */
    static List<KeeperProcess> all(Path folder) throws IOException {
        List<KeeperProcess> there = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(folder.resolve(FILE))) {
                String[] words = line.split(" ");
                // Earlier versions did not note when the daemon was started.
                ProcessId daemon =
                        new ProcessId(Long.parseLong(words[2]), words.length == 3 ? 0 : Long.parseLong(words[3]));
                KeeperProcess noted = new KeeperProcess(Long.parseLong(words[0]), Long.parseLong(words[1]), daemon);
                ProcessId.startOf(noted.pid)
                        .filter(time -> time == noted.started)
                        .ifPresent(time -> there.add(noted));
            }
            return there;
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException damaged) {
            throw new IOException("the file " + folder.resolve(FILE) + " is damaged", damaged);
        }
    }

    /**
     * Notes this keeper for the next run.
     *
     * @param before keepers that are about to be ended
     */
    void note(Path folder, List<KeeperProcess> before) throws IOException {
        NoteFile.write(
                folder.resolve(FILE),
                Stream.concat(Stream.of(this), before.stream()).map(KeeperProcess::line));
    }

    private String line() {
        return pid + " " + started + " " + daemon.pid() + " " + daemon.started();
    }

    /** Ends the keeper, which is no longer needed. */
    void end(Path folder) throws IOException {
        int process = ProcessCalls.pidfdOpen(pid);
        if (process >= 0) {
            ProcessCalls.kill(process);
            Libc.close(process);
        }
        Files.deleteIfExists(folder.resolve(FILE));
    }

    boolean isOfThisProcess() {
        return daemon.equals(ProcessId.here());
    }
}
