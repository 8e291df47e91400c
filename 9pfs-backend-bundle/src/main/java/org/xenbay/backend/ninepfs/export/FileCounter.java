// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Share;

/** Counts a share, step by step, and remembers its oldest files on the way. */
final class FileCounter implements AutoCloseable {

    private static final Logger LOG = System.getLogger(FileCounter.class.getName());

    private static final int NAMES_A_STEP = 500;

    private final Share share;
    private final SecurityModel model;
    private final Quota quota;
    /** Null when nothing is ever deleted. */
    private final Evictor evictor;

    private final Consumer<FileException> counted;
    private final Usage.Sum sum = new Usage.Sum();
    private final OldestFiles oldest = new OldestFiles();
    private TreeWalk walk;
    private volatile long files;
    private volatile boolean isOver;

    FileCounter(Share share, SecurityModel model, Quota quota, Evictor evictor, Consumer<FileException> counted) {
        this.share = share;
        this.model = model;
        this.quota = quota;
        this.evictor = evictor;
        this.counted = counted;
    }

    void start(Housekeeping housekeeping) {
        housekeeping.start(this::step, this::end);
    }

    /** @return how many files were counted until now; empty when the count has ended */
    OptionalLong files() {
        return isOver ? OptionalLong.empty() : OptionalLong.of(files);
    }

    private boolean step() {
        if (isOver) {
            return false;
        }
        try {
            if (walk == null) {
                walk = new TreeWalk(share.root(), model::hides, this::add);
            }
            if (walk.step(NAMES_A_STEP)) {
                files = sum.files();
                return true;
            }
            succeed();
        } catch (FileException failed) {
            finish(failed);
        } catch (RuntimeException defect) {
            LOG.log(Level.ERROR, "a defect while a share was counted", defect);
            finish(new FileException(Errno.EIO, "count of a share: " + defect));
        }
        return false;
    }

    private void add(TreeWalk where, byte[] name, FileStat stat) {
        sum.add(stat);
        if (evictor != null && stat.isRegular()) {
            oldest.offer(where::folder, name, stat);
        }
    }

    private void succeed() throws FileException {
        if (walk.tooDeep() != null) {
            throw new FileException(
                    Errno.ENAMETOOLONG, walk.tooDeep() + " is more than " + TreeWalk.DEEPEST + " folders deep");
        }
        if (walk.unreadable() != null) {
            LOG.log(
                    Level.WARNING,
                    "a folder cannot be read, and does not count for the limits of its share: " + walk.unreadable());
        }
        quota.counted(sum.total());
        if (evictor != null) {
            evictor.begin(oldest);
        }
        finish(null);
    }

    private void finish(FileException failed) {
        if (!isOver) {
            isOver = true;
            counted.accept(failed);
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
