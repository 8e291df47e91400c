// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Notes in a file of the run folder which sockets outlast this process. The next process takes over these only: all others, such as
 * listening ones, end with this process. An inode's number names a socket there. From any thread.
 */
public final class KeptSockets {

    private static final Logger LOG = System.getLogger(KeptSockets.class.getName());
    private static final String FILE = "sockets";

    private final @Nullable Path folder;

    @GuardedBy("this")
    private final Set<Long> own = new TreeSet<>();

    /** Of earlier processes; nobody has claimed them yet. */
    @GuardedBy("this")
    private final Set<Long> earlier;

    /** @param folder the run folder; null when no socket outlasts this process */
    KeptSockets(@Nullable Path folder) {
        this.folder = folder;
        this.earlier = folder == null ? new HashSet<>() : read(folder);
    }

    /** @return the inodes that are noted; none when the file is damaged */
    static Set<Long> read(Path folder) {
        Set<Long> inodes = new HashSet<>();
        try {
            for (String line : Files.readAllLines(folder.resolve(FILE))) {
                inodes.add(Long.parseLong(line));
            }
        } catch (NoSuchFileException none) {
            LOG.log(Level.DEBUG, "no process has kept sockets before");
        } catch (IOException | NumberFormatException damaged) {
            LOG.log(Level.WARNING, "no connections are taken over, " + folder.resolve(FILE) + ": " + damaged);
        }
        return inodes;
    }

    /**
     * @param inode a socket that outlasts this process from now on
     * @throws IOException when that cannot be noted
     */
    public synchronized void add(long inode) throws IOException {
        if (own.add(inode) && !earlier.contains(inode)) {
            try {
                write();
            } catch (IOException failed) {
                own.remove(inode);
                throw failed;
            }
        }
    }

    /** @param inode a socket that is about to be closed */
    public synchronized void remove(long inode) {
        if (own.remove(inode) | earlier.remove(inode)) {
            rewrite();
        }
    }

    /** Sockets of earlier processes that nobody has claimed are closed. */
    public synchronized void forgetUnclaimed() {
        if (!earlier.isEmpty()) {
            earlier.clear();
            rewrite();
        }
    }

    @GuardedBy("this")
    private void rewrite() {
        try {
            write();
        } catch (IOException failed) {
            // The next process takes over one socket more, and closes it as nobody claims it.
            LOG.log(Level.WARNING, "cannot note which connections outlast this process: " + failed);
        }
    }

    @GuardedBy("this")
    private void write() throws IOException {
        if (folder == null) {
            return;
        }
        Set<Long> all = new TreeSet<>(own);
        all.addAll(earlier);
        NoteFile.write(folder.resolve(FILE), all.stream().map(String::valueOf));
    }
}
