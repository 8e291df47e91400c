// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Share;
import org.xenbay.backend.ninepfs.export.OldestFiles.OldFile;

/**
 * Deletes the least recently changed files that the guest does not have open (xl.cfg's auto-delete). A thread of {@link
 * Housekeeping} deletes them; a caller that needs room waits for that thread, without a lock. A walk through the share finds
 * the oldest files; when all of them are deleted, another walk follows. After a walk without any deletion follows a pause of
 * four times its duration, in which requests for room are refused at once.
 */
final class Evictor implements AutoCloseable {

    private static final int MAX_ENTRIES = 4;
    private static final Logger LOG = System.getLogger(Evictor.class.getName());

    private static final int NAMES_A_STEP = 500;
    private static final int PAUSE = 4;

    private final Share share;
    private final SecurityModel model;
    private final Quota quota;
    private final QuotaNames names;
    private final Housekeeping housekeeping;
    private final LongSupplier clock;

    @GuardedBy("this")
    private final Deque<Need> needs = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean isWorking;

    @GuardedBy("this")
    private boolean closed;

    /** How many walks have ended. */
    @GuardedBy("this")
    private long walks;

    /** The following fields are used by the working thread only; {@link #begin} sets the first while there is none. */
    private OldestFiles oldest = new OldestFiles();

    private @Nullable Search search;
    private long pauseEnds;
    private long deleted;

    /** @param walks number of walks that had ended at its arrival */
    private record Need(long bytes, int files, long walks, CompletableFuture<Boolean> done) {}

    /**
     * A walk that looks for the oldest files. It is bounded, because a guest that creates files without pause could make it
     * endless.
     */
    private final class Search {
        private final long began = clock.getAsLong();
        private final OldestFiles found = new OldestFiles();
        private final TreeWalk walk = new TreeWalk(share.root(), model::hides, this::offer);
        private long namesLeft = 2 * quota.files() + 16 * NAMES_A_STEP;

        Search() throws FileException {}

        private void offer(TreeWalk where, byte[] name, FileStat stat) {
            if (stat.isRegular() && !quota.filesInUse().isOpen(FileId.of(stat))) {
                found.offer(where::folder, name, stat);
            }
        }

        /** @return whether the walk continues */
        boolean step() throws FileException {
            namesLeft -= NAMES_A_STEP;
            return walk.step(NAMES_A_STEP) && namesLeft >= 0;
        }
    }

    Evictor(Share share, SecurityModel model, Quota quota, Housekeeping housekeeping, LongSupplier clock) {
        this.share = share;
        this.model = model;
        this.quota = quota;
        this.names = new QuotaNames(model, new SizeChanges(quota, this));
        this.housekeeping = housekeeping;
        this.clock = clock;
    }

    /** @param known files that the count of the share has found, before the first deletion */
    synchronized void begin(OldestFiles known) {
        if (!isWorking) {
            oldest = known;
        }
    }

    /**
     * Takes room, after deleting as many files as necessary. Blocks; the thread must not hold the lock of a file.
     *
     * @return false when there are not enough files to delete
     */
    boolean makeRoom(long bytes, int files) throws FileException {
        Need need;
        synchronized (this) {
            need = new Need(bytes, files, walks, new CompletableFuture<>());
            if (closed) {
                return false;
            }
            needs.add(need);
            if (!isWorking) {
                isWorking = true;
                housekeeping.start(this::step, this::ended);
            }
        }
        try {
            return need.done.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            if (!need.done.complete(false) && need.done.getNow(false)) {
                quota.correct(-bytes, -files);
            }
            throw new FileException(Errno.EINTR, "wait for room in a share");
        } catch (ExecutionException failed) {
            LOG.log(Level.WARNING, "old files of a share cannot be deleted", failed.getCause());
            return false;
        }
    }

    private synchronized @Nullable Need nextNeed() {
        Need need = closed ? null : needs.peek();
        if (need == null) {
            endWalk();
            isWorking = false;
        }
        return need;
    }

    /** Deletes one file, or makes one part of a walk. */
    private boolean step() {
        Need need = nextNeed();
        if (need == null) {
            return false;
        }
        try {
            if (quota.tryTake(need.bytes, need.files)) {
                settle(need, true);
            } else if (!deleteOldest() && !isWalking(need)) {
                settle(need, false);
            }
        } catch (FileException | RuntimeException failed) {
            endWalk();
            remove(need);
            need.done.completeExceptionally(failed);
        }
        return true;
    }

    private void settle(Need need, boolean taken) {
        remove(need);
        if (!need.done.complete(taken) && taken) {
            quota.correct(-need.bytes, -need.files);
        }
    }

    private synchronized void remove(Need need) {
        needs.remove(need);
    }

    /** @return whether there was a file to delete */
    private boolean deleteOldest() {
        OldFile old = oldest.poll();
        if (old == null) {
            return false;
        }
        try (FileNode folder = reach(old);
                PathEntry entry = PathEntries.rootOf(
                        folder.duplicate(),
                        new Budgets(MAX_ENTRIES, Allowance.unlimited(), Allowance.unlimited()),
                        PathEntryNotes.NONE)) {
            deleted += names.evict(entry, old.name(), old.stat()) ? 1 : 0;
        } catch (FileException failed) {
            // The file is gone, or must not be deleted: another one is deleted instead.
            LOG.log(Level.DEBUG, () -> "not deleted: " + FileNames.shown(old.name()) + ": " + failed.getMessage());
        }
        return true;
    }

    private FileNode reach(OldFile old) throws FileException {
        FileNode at = share.root();
        for (byte[] name : old.folder()) {
            try (FileNode above = at) {
                at = above.lookup(name);
            }
        }
        return at;
    }

    /** @return false when another walk would find nothing */
    private boolean isWalking(Need need) throws FileException {
        Search present = search;
        if (present == null) {
            if (deleted == 0 && isUseless(need)) {
                return false;
            }
            present = new Search();
            search = present;
        }
        if (!present.step()) {
            endWalk();
            walkEnded(present);
        }
        return true;
    }

    private synchronized boolean isUseless(Need need) {
        boolean isPause = walks > 0 && clock.getAsLong() - pauseEnds < 0;
        return isPause || walks > need.walks;
    }

    private synchronized void walkEnded(Search whole) {
        oldest = whole.found;
        deleted = 0;
        long now = clock.getAsLong();
        pauseEnds = now + PAUSE * (now - whole.began);
        walks++;
    }

    private void endWalk() {
        Search present = search;
        if (present != null) {
            search = null;
            present.walk.close();
        }
    }

    /** The work has ended: nothing is left to do, or this or the threads are closed. */
    private void ended() {
        endWalk();
        synchronized (this) {
            if (!isWorking) {
                return;
            }
            isWorking = false;
            closed = true;
        }
        refuseAll();
    }

    private synchronized void refuseAll() {
        needs.forEach(need -> need.done.complete(false));
        needs.clear();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        refuseAll();
    }
}
