// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.host.Transferable;

/**
 * The descriptor of a path entry, and its part of the guest's budget. The descriptor may be closed while no call uses it and
 * the guest has nothing open through the path entry. The next call opens it again ({@link PathEntryReopener}).
 *
 * <p>A call first increments the count of calls, and then checks whether the descriptor is open. Closing first removes the
 * descriptor, and then checks the count. One of the two therefore sees the other.
 */
final class PathEntryNode extends ForwardingNode {

    private static final AtomicIntegerFieldUpdater<PathEntryNode> CALLS =
            AtomicIntegerFieldUpdater.newUpdater(PathEntryNode.class, "calls");

    private final PathEntry entry;
    /** Present while the descriptor is open. Changed under the lock of this. */
    private volatile @Nullable FileNode open;
    /** Number of calls that use the descriptor. */
    private volatile int calls;
    /** Number of files and folders that the guest has open through the path entry. Changed under the lock of this. */
    private volatile int holds;
    /** Whether it was used since {@link #takeTouch}. */
    private volatile boolean touched;
    /** The path entry is closed. */
    @GuardedBy("this")
    private boolean ended;

    /** The list of {@link OpenNodes}, under its lock. */
    @Nullable
    PathEntryNode earlier;

    @Nullable
    PathEntryNode later;

    boolean listed;

    /**
     * @param entry the path entry of this descriptor
     * @param open the open file, which the budget has counted; null for a file that is opened at its first use
     */
    PathEntryNode(PathEntry entry, @Nullable FileNode open) {
        this.entry = entry;
        this.open = open;
    }

    PathEntry entry() {
        return entry;
    }

    @Override
    FileNode begin() throws FileException {
        pin();
        FileNode now = open;
        if (now == null) {
            now = reopen();
        }
        if (!touched) {
            touched = true;
        }
        return now;
    }

    private FileNode reopen() throws FileException {
        boolean reopened = false;
        try {
            FileNode found = PathEntryReopener.reopen(this);
            reopened = true;
            return found;
        } finally {
            if (!reopened) {
                end();
            }
        }
    }

    @Override
    void end() {
        CALLS.decrementAndGet(this);
    }

    /** Keeps the descriptor open until {@link #end}, if it is open. */
    void pin() {
        CALLS.incrementAndGet(this);
    }

    /**
     * @return the open node, and the caller calls {@link #end}; null for a closed node, and the caller does not call {@link
     *     #end}
     */
    @Nullable
    FileNode beginIfOpen() {
        pin();
        FileNode now = open;
        if (now == null) {
            end();
        }
        return now;
    }

    boolean isOpen() {
        return open != null;
    }

    /** @return the node, while it is open */
    @Nullable
    FileNode openOrNull() {
        return open;
    }

    /** @return the token by which the next process takes it; an empty text for a closed node, or where files have no token */
    String token() throws IOException {
        return token(open);
    }

    private static String token(@Nullable FileNode node) throws IOException {
        return node instanceof Transferable transferable ? transferable.token() : "";
    }

    /**
     * @return descriptors and memory of a file or folder that the guest opens through the path entry; the descriptor stays open
     *     as long
     */
    Holding hold(int files, long bytes) throws FileException {
        begin();
        synchronized (this) {
            holds++;
        }
        end();
        Budgets budgets = entry.all().budgets();
        try {
            budgets.take(files, bytes);
        } catch (FileException refused) {
            endHold();
            throw refused;
        }
        return new Holding(budgets, files, bytes, this::endHold);
    }

    private void endHold() {
        synchronized (this) {
            holds--;
        }
        mayBeIdle();
    }

    /** @return whether a call uses it, or the guest has something open through the path entry */
    boolean isInUse() {
        return calls > 0 || holds > 0;
    }

    boolean isHeld() {
        return holds > 0;
    }

    /** @return whether it was used since the last call of this */
    boolean takeTouch() {
        boolean was = touched;
        if (was) {
            touched = false;
        }
        return was;
    }

    /** Puts the descriptor on the list of those that may be closed, if its file can be found again. */
    synchronized void mayBeIdle() {
        if (!ended && open != null && holds == 0 && entry.canBeFoundAgain()) {
            entry.all().open().add(this);
        }
    }

    /**
     * Opens it in its folder, if it is closed. The caller has pinned it.
     *
     * @param folder open
     * @return the open node
     */
    FileNode openIn(FileNode folder) throws FileException {
        FileNode now = open;
        if (now != null) {
            return now;
        }
        Budgets budgets = entry.all().budgets();
        budgets.take(1, 0);
        FileNode found = null;
        try {
            found = PathEntryReopener.find(entry, folder);
        } finally {
            if (found == null) {
                budgets.give(1, 0);
            }
        }
        return install(found);
    }

    private FileNode install(FileNode found) throws FileException {
        FileNode faster = null;
        boolean installed = false;
        try {
            synchronized (this) {
                faster = open;
                if (faster == null && !ended) {
                    note(found);
                    open = found;
                    mayBeIdle();
                    installed = true;
                    return found;
                }
            }
        } finally {
            if (!installed) {
                found.close();
                entry.all().budgets().give(1, 0);
            }
        }
        if (faster == null) {
            throw new FileException(Errno.EBADF, "use of a file after it was closed");
        }
        return faster;
    }

    private void note(FileNode found) throws FileException {
        try {
            entry.all().notes().opened(entry.note(), token(found));
        } catch (FileException failed) {
            throw failed;
        } catch (IOException failed) {
            throw new FileException(Errno.EIO, "note of an open file: " + failed.getMessage());
        }
    }

    /**
     * Closes it, unless it is in use or could not be found again. The path entry may be closed meanwhile.
     *
     * @return whether it was closed
     * @throws FileException when the host does not answer for its folder
     */
    boolean closeIdle() throws FileException {
        if (!isFindable()) {
            return false;
        }
        FileNode last = release();
        if (last == null) {
            mayBeIdle();
            return false;
        }
        last.close();
        entry.all().budgets().give(1, 0);
        return true;
    }

    private boolean isFindable() throws FileException {
        try {
            return PathEntryReopener.leadsTo(this);
        } catch (FileException failed) {
            mayBeIdle();
            throw failed;
        }
    }

    /**
     * Has no effect if a call has used the node since it was found idle, because the call may have removed its name. Removes
     * the token from the notes before another file can get the descriptor's number.
     */
    private synchronized @Nullable FileNode release() {
        FileNode now = open;
        if (ended || now == null || isInUse() || touched) {
            return null;
        }
        open = null;
        if (isInUse() || touched) {
            open = now;
            return null;
        }
        entry.all().notes().opened(entry.note(), "");
        return now;
    }

    /** Closes it for good. A call that is under way ends normally. */
    @Override
    public void close() {
        FileNode last;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            last = open;
        }
        entry.all().open().remove(this);
        if (last != null) {
            last.close();
            entry.all().budgets().give(1, 0);
        }
    }
}
