// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.access.PrivateFiles;

/**
 * The journals of one screen's viewers: a mapped file of the run folder, which is in the host's memory. It is made for the first
 * viewer, and all of it is written then, so that no store fails later. From any thread.
 */
final class ViewerFile {

    private static final System.Logger LOG = System.getLogger(ViewerFile.class.getName());

    /** Bytes for each viewer: a page. */
    private static final int PLACE = 4096;

    /** Bytes of the file. */
    static final int SIZE = RfbServer.MAX_VIEWERS * PLACE;

    private final Path path;
    private final Runnable atCommit;
    private final boolean[] taken = new boolean[RfbServer.MAX_VIEWERS];

    /** Null until the first viewer. */
    @GuardedBy("this")
    private @Nullable ByteBuffer memory;

    @GuardedBy("this")
    private boolean failed;

    private ViewerFile(Path path, Runnable atCommit, @Nullable ByteBuffer memory) {
        this.path = path;
        this.atCommit = atCommit;
        this.memory = memory;
    }

    /** @return a file without viewers, in the place of one that is there */
    static ViewerFile empty(Path path, Runnable atCommit) {
        return new ViewerFile(path, atCommit, null);
    }

    /**
     * @return the file that a predecessor has left
     * @throws IOException when it cannot be read, or has another size
     */
    static ViewerFile left(Path path, Runnable atCommit) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (file.size() != SIZE) {
                throw new IOException("it has " + file.size() + " bytes, not " + SIZE);
            }
            return new ViewerFile(path, atCommit, file.map(MapMode.READ_WRITE, 0, SIZE));
        }
    }

    /** @return the journals that a predecessor has left */
    synchronized List<ViewerJournal> journals() {
        List<ViewerJournal> whole = new ArrayList<>();
        ByteBuffer present = memory;
        for (int place = 0; present != null && place < taken.length; place++) {
            ViewerJournal journal = at(present, place);
            if (journal.isWhole()) {
                taken[place] = true;
                whole.add(journal);
            }
        }
        return whole;
    }

    private ViewerJournal at(ByteBuffer present, int place) {
        return new ViewerJournal(present.slice(place * PLACE, PLACE), atCommit, () -> free(place));
    }

    private synchronized void free(int place) {
        taken[place] = false;
    }

    /** @return room for the journal of one more viewer; null when there is none */
    synchronized @Nullable ViewerJournal take() {
        ByteBuffer present = memory == null && !failed ? made() : memory;
        memory = present;
        for (int place = 0; present != null && place < taken.length; place++) {
            if (!taken[place]) {
                taken[place] = true;
                return at(present, place);
            }
        }
        return null;
    }

    @GuardedBy("this")
    private @Nullable ByteBuffer made() {
        try {
            Files.deleteIfExists(path);
            try (FileChannel file = PrivateFiles.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer zeros = ByteBuffer.allocate(SIZE);
                while (zeros.hasRemaining()) {
                    file.write(zeros);
                }
                return file.map(MapMode.READ_WRITE, 0, SIZE);
            }
        } catch (IOException noRoom) {
            failed = true;
            LOG.log(Level.WARNING, "viewers will not outlast this process, {0}: {1}", path, noRoom.getMessage());
            return null;
        }
    }

    /** Removes the file; no viewer is kept any more. */
    synchronized void delete() {
        memory = null;
        failed = true;
        try {
            Files.deleteIfExists(path);
        } catch (IOException cannot) {
            LOG.log(Level.WARNING, "{0} cannot be removed: {1}", path, cannot.getMessage());
        }
    }
}
