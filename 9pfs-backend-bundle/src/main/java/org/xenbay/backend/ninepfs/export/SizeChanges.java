// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;

/** Changes of files' sizes within the quota. */
final class SizeChanges {

    private static final Logger LOG = System.getLogger(SizeChanges.class.getName());

    private final Quota quota;
    private final FileLocks locks;
    /** Makes room in a share with auto-delete. */
    private final @Nullable Evictor evictor;

    SizeChanges(Quota quota, @Nullable Evictor evictor) {
        this.quota = quota;
        this.locks = quota.locks();
        this.evictor = evictor;
    }

    /** Gives a file's attributes. */
    @FunctionalInterface
    interface Measure {
        FileStat stat() throws FileException;
    }

    /** Changes a file's size. */
    @FunctionalInterface
    interface Change<T> {
        T run() throws FileException;
    }

    Quota quota() {
        return quota;
    }

    FileLocks locks() {
        return locks;
    }

    FilesInUse filesInUse() {
        return quota.filesInUse();
    }

    /**
     * Takes room; may delete the oldest files for it. The thread must not hold the lock of a file.
     *
     * @throws FileException ENOSPC when there is no room, and no file is deleted
     */
    void take(long bytes, int files) throws FileException {
        if (!quota.tryTake(bytes, files)
                && !(evictor != null && quota.canEverFit(bytes) && evictor.makeRoom(bytes, files))) {
            throw new FileException(Errno.ENOSPC, "more than the quota of the share");
        }
    }

    /**
     * Changes a file's size. The measured difference counts.
     *
     * @param file which
     * @param measure gives its attributes
     * @param sizeAfter gives the new size for the present one
     * @param change changes the size
     */
    <T> T change(FileId file, Measure measure, LongUnaryOperator sizeAfter, Change<T> change) throws FileException {
        long taken = 0;
        while (true) {
            long missing;
            try (FileLocks.Held lock = locks.exclusive(file)) {
                long before = size(measure, taken);
                missing = sizeAfter.applyAsLong(before) - before - taken;
                if (missing <= 0 || quota.tryTake(missing, 0)) {
                    return changeNow(measure, before, taken + Math.max(0, missing), change);
                }
            }
            try {
                take(missing, 0);
            } catch (FileException full) {
                quota.correct(-taken, 0);
                throw full;
            }
            taken += missing;
        }
    }

    /** Changes a file's size, for which room was taken before. The thread may hold locks of folders. */
    <T> T changeWithin(long taken, FileId file, Measure measure, Change<T> change) throws FileException {
        try (FileLocks.Held lock = locks.exclusive(file)) {
            return changeNow(measure, size(measure, 0), taken, change);
        }
    }

    private long size(Measure measure, long taken) throws FileException {
        try {
            return Usage.bytes(measure.stat());
        } catch (FileException failed) {
            quota.correct(-taken, 0);
            throw failed;
        }
    }

    /** If the file cannot be measured afterwards, the whole amount that was taken stays counted. */
    private <T> T changeNow(Measure measure, long before, long taken, Change<T> change) throws FileException {
        try {
            return change.run();
        } finally {
            settle(measure, before, taken);
        }
    }

    private void settle(Measure measure, long before, long taken) {
        FileStat after;
        try {
            after = measure.stat();
        } catch (FileException failed) {
            LOG.log(Level.DEBUG, () -> "the size of a file cannot be measured after a change: " + failed.getMessage());
            return;
        }
        quota.correct(Usage.bytes(after) - before - taken, 0);
    }
}
