// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.FileSystemStat;
import org.xenbay.api.file.Share;

/** Counts a share, step by step, and remembers its oldest files on the way. */
final class FileCounter implements AutoCloseable {

    private static final Logger LOG = System.getLogger(FileCounter.class.getName());

    private static final int NAMES_A_STEP = 500;

    private final Share share;
    private final SecurityModel model;
    private final Quota quota;
    /** Gets the oldest files, in a share with auto-delete. */
    private final @Nullable Evictor evictor;

    private final CountListener listener;
    private final Usage.Sum sum = new Usage.Sum();
    private final OldestFiles oldest = new OldestFiles();
    /** Begins with the first step. */
    private @Nullable TreeWalk walk;

    private volatile long files;
    private volatile long most;
    private volatile boolean isOver;

    FileCounter(Share share, SecurityModel model, Quota quota, @Nullable Evictor evictor, CountListener listener) {
        this.share = share;
        this.model = model;
        this.quota = quota;
        this.evictor = evictor;
        this.listener = listener;
    }

    void start(Housekeeping housekeeping) {
        housekeeping.start(this::step, this::end);
    }

    /** @return how many files were counted until now; empty after the end of the count */
    OptionalLong files() {
        return isOver ? OptionalLong.empty() : OptionalLong.of(files);
    }

    /** @return the files of the host's file system, in the share and outside of it; 0 before the first step, and when it does not say how many */
    long most() {
        return most;
    }

    private boolean step() {
        if (isOver) {
            return false;
        }
        try {
            TreeWalk here = walk();
            if (here.step(NAMES_A_STEP)) {
                files = sum.files();
                return true;
            }
            succeed(here);
        } catch (FileException failed) {
            fail(failed);
        } catch (RuntimeException defect) {
            LOG.log(Level.ERROR, "a defect while a share was counted", defect);
            fail(new FileException(Errno.EIO, "count of a share: " + defect));
        }
        return false;
    }

    private TreeWalk walk() throws FileException {
        TreeWalk known = walk;
        if (known == null) {
            FileNode root = share.root();
            most = usedInodes(root);
            known = new TreeWalk(root, model::hides, this::add);
            walk = known;
        }
        return known;
    }

    private static long usedInodes(FileNode root) {
        try {
            FileSystemStat stat = root.statFileSystem();
            return Math.max(0, stat.files() - stat.freeFiles());
        } catch (FileException unknown) {
            LOG.log(Level.DEBUG, "how many files there are to count is not known", unknown);
            return 0;
        }
    }

    private void add(TreeWalk where, byte[] name, FileStat stat) {
        sum.add(stat);
        if (evictor != null && stat.isRegular()) {
            oldest.offer(where::folder, name, stat);
        }
    }

    private void succeed(TreeWalk whole) throws FileException {
        String tooDeep = whole.tooDeep();
        if (tooDeep != null) {
            throw new FileException(
                    Errno.ENAMETOOLONG, tooDeep + " is more than " + TreeWalk.DEEPEST + " folders deep");
        }
        String unreadable = whole.unreadable();
        if (unreadable != null) {
            LOG.log(
                    Level.WARNING,
                    "a folder cannot be read, and does not count for the limits of its share: " + unreadable);
        }
        quota.counted(sum.total());
        if (evictor != null) {
            evictor.begin(oldest);
        }
        if (!isOver) {
            isOver = true;
            listener.counted();
        }
    }

    private void fail(FileException why) {
        if (!isOver) {
            isOver = true;
            listener.failed(why);
        }
    }

    private void end() {
        isOver = true;
        if (walk != null) {
            walk.close();
        }
    }

    /** The next step does not happen. */
    @Override
    public void close() {
        isOver = true;
    }
}
