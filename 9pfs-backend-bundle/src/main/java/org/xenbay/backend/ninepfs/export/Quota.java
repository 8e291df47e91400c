// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileSystemStat;

/**
 * Limits how much a guest may put into its share. The usage is counted once when the share is opened, and updated by the
 * guest's changes. {@link Usage} says what counts. Room is taken before a change and afterwards corrected to the change's real
 * effect, so the share never exceeds its limit. Under this object's lock there is only arithmetic, and no call of the host.
 *
 * <p>Files that programs of the host put into the folder later are not counted, so the share can exceed its limit by those.
 * {@link FilesInUse} says how files without names count.
 */
public final class Quota {

    private final Limits limits;
    private final FileLocks locks = new FileLocks();
    private final FilesInUse holders = new FilesInUse(this, locks);

    @GuardedBy("this")
    private UsageNotes notes = UsageNotes.NONE;

    @GuardedBy("this")
    private boolean counted;

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private long files;

    @GuardedBy("this")
    private long takenBytes;

    @GuardedBy("this")
    private long takenFiles;

    @GuardedBy("this")
    private int openFiles;

    /**
     * The limits of xl.cfg; 0 is unlimited.
     *
     * @param bytes most bytes of all files
     * @param files most files and folders
     * @param openFiles most open files
     * @param autoDelete whether the oldest files are deleted instead of new ones being refused
     */
    public record Limits(long bytes, long files, int openFiles, boolean autoDelete) {

        /** All is unlimited. */
        public static final Limits NONE = new Limits(0, 0, 0, false);

        /**
         * Bytes for each name where only bytes are limited: a name, its folder and its attributes take room on the disk that
         * no file's size shows. File systems have one inode for each 16 KiB.
         */
        static final long BYTES_A_NAME = 4096;

        /** @return whether the files of the share have to be counted */
        public boolean counts() {
            return bytes > 0 || files > 0;
        }

        /** @return most names; 0 for any number */
        public long names() {
            return files > 0 ? files : bytes / BYTES_A_NAME;
        }
    }

    Quota(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    FileLocks locks() {
        return locks;
    }

    FilesInUse filesInUse() {
        return holders;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long files() {
        return files;
    }

    /** @return whether the files were counted that the share had in the beginning */
    synchronized boolean isCounted() {
        return counted;
    }

    /** @param notes notes the figures from now on */
    synchronized void keep(UsageNotes journal) {
        notes = journal;
        note();
    }

    @GuardedBy("this")
    private void note() {
        if (counted) {
            notes.used(bytes, files);
        }
    }

    /** The files have been counted. Files that the guest made during the count may count twice. */
    synchronized void counted(Usage found) {
        bytes = found.bytes() + takenBytes;
        files = found.files() + takenFiles;
        counted = true;
        note();
    }

    synchronized void restore(long countedBytes, long countedFiles) {
        bytes = countedBytes;
        files = countedFiles;
        counted = true;
        note();
    }

    /** @return whether there was room, which has been taken */
    synchronized boolean tryTake(long moreBytes, int moreFiles) {
        if (!fits(moreBytes, moreFiles)) {
            return false;
        }
        correct(moreBytes, moreFiles);
        return true;
    }

    @GuardedBy("this")
    private boolean fits(long moreBytes, int moreFiles) {
        boolean room = moreBytes <= 0 || limits.bytes() == 0 || moreBytes <= limits.bytes() - bytes;
        return room && (moreFiles <= 0 || limits.names() == 0 || moreFiles <= limits.names() - files);
    }

    /** @return whether so much fits into an empty share */
    boolean canEverFit(long moreBytes) {
        return limits.bytes() == 0 || moreBytes <= limits.bytes();
    }

    /**
     * Corrects the usage by the difference between what a change took and what it needed. A guest that removes files that
     * were never counted gets below zero.
     */
    synchronized void correct(long moreBytes, int moreFiles) {
        bytes = Math.max(0, bytes + moreBytes);
        files = Math.max(0, files + moreFiles);
        if (!counted) {
            takenBytes += Math.max(0, moreBytes);
            takenFiles += Math.max(0, moreFiles);
        }
        note();
    }

    /** One more file is about to be opened. */
    synchronized void opening() throws FileException {
        if (limits.openFiles() > 0 && openFiles >= limits.openFiles()) {
            throw new FileException(Errno.EMFILE, "more than " + limits.openFiles() + " open files");
        }
        openFiles++;
    }

    /** A file was closed, or could not be opened. */
    synchronized void closed() {
        openFiles--;
    }

    /** @return the attributes of the file system that the guest sees: with at most the room that the quota leaves */
    synchronized FileSystemStat in(FileSystemStat host) {
        long blocks = host.blocks();
        long free = host.freeBlocks();
        long available = host.availableBlocks();
        long inodes = host.files();
        long freeInodes = host.freeFiles();
        if (limits.bytes() > 0) {
            blocks = Math.min(blocks, limits.bytes() / host.blockSize());
            long left = Math.max(0, limits.bytes() - bytes) / host.blockSize();
            free = Math.min(free, left);
            available = Math.min(available, left);
        }
        if (limits.names() > 0) {
            inodes = Math.min(inodes, limits.names());
            freeInodes = Math.min(freeInodes, Math.max(0, limits.names() - files));
        }
        return new FileSystemStat(
                host.type(),
                host.blockSize(),
                blocks,
                free,
                available,
                inodes,
                freeInodes,
                host.id(),
                host.maxNameLength());
    }
}
