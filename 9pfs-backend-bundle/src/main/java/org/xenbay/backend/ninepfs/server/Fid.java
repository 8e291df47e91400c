// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.export.GuestIds;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.journal.Trace;

/**
 * A number of the client that stands for a path entry, a user, and an open file, folder or attribute. A walk to another file
 * replaces the fid by another one of the same number. Requests that use a fid end normally when it is closed.
 */
final class Fid implements AutoCloseable {

    private final int number;
    private final PathEntry entry;
    private final int user;

    @GuardedBy("this")
    private @Nullable Opened opened;

    @GuardedBy("this")
    private boolean closed;

    /** Whether a request has changed this fid and has not noted the change yet. */
    @GuardedBy("this")
    private boolean noting;

    /** Whether a request has removed it: no more notes of it are written. */
    @GuardedBy("this")
    private boolean ended;

    /** Reference of its note in the journal. */
    private volatile long note = Trace.NOTHING;

    /**
     * @param number the client's
     * @param entry the file that it stands for; closed with it
     * @param user the user who attached, as the client says
     */
    Fid(int number, PathEntry entry, int user) {
        this.number = number;
        this.entry = entry;
        this.user = user;
    }

    long note() {
        return note;
    }

    void noted(long reference) {
        note = reference;
    }

    /**
     * Until {@link #endNote} no other request writes notes of this fid, or removes it. Other requests wait meanwhile, so the
     * caller must not call the host before {@link #endNote}.
     *
     * @throws FileException EBADF when it was removed
     */
    synchronized void beginNote() throws FileException {
        awaitNote();
        if (ended) {
            throw new FileException(
                    Errno.EBADF, "use of fid " + Integer.toUnsignedString(number) + ", which was removed");
        }
        noting = true;
    }

    synchronized void endNote() {
        noting = false;
        notifyAll();
    }

    /** Removes it. When this returns, all changes by other requests have been noted, and later changes are not noted. */
    synchronized void end() {
        awaitNote();
        ended = true;
    }

    @GuardedBy("this")
    private void awaitNote() {
        boolean interrupted = false;
        while (noting) {
            try {
                wait();
            } catch (InterruptedException late) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param change changes the fid's note; not run when the fid was removed */
    synchronized void whileThere(Runnable change) {
        if (!ended) {
            change.run();
        }
    }

    int number() {
        return number;
    }

    PathEntry entry() {
        return entry;
    }

    int user() {
        return user;
    }

    /** @return the user who attached, if the client named one, without a group */
    GuestIds ids() {
        return GuestIds.ofUser(user);
    }

    synchronized boolean isOpen() {
        return opened != null;
    }

    /** @throws FileException EINVAL when it is open already */
    synchronized void checkNotOpen() throws FileException {
        if (opened != null) {
            throw new FileException(Errno.EINVAL, "second open of fid " + Integer.toUnsignedString(number));
        }
    }

    /** Opens it, once; closes the open object when that fails. */
    void open(Opened what) throws FileException {
        synchronized (this) {
            if (opened == null && !closed) {
                opened = what;
                return;
            }
        }
        what.close();
        throw new FileException(Errno.EINVAL, "second open of fid " + Integer.toUnsignedString(number));
    }

    /** @return what is open by this fid; null if it is not open */
    synchronized @Nullable Opened openedOrNull() {
        return opened;
    }

    synchronized Opened opened() throws FileException {
        Opened now = opened;
        if (now == null) {
            throw new FileException(
                    Errno.EBADF, "use of fid " + Integer.toUnsignedString(number) + ", which is not open");
        }
        return now;
    }

    /**
     * @param kind what is expected
     * @return what was opened
     * @throws FileException EBADF when nothing is open, EINVAL when it is of another kind
     */
    <T extends Opened> T opened(Class<T> kind) throws FileException {
        Opened what = opened();
        if (!kind.isInstance(what)) {
            throw new FileException(
                    Errno.EINVAL,
                    "use of fid " + Integer.toUnsignedString(number) + " that has another kind of thing open");
        }
        return kind.cast(what);
    }

    /** Removes the open object from the fid, because a caller's last use of the object may fail; once, before {@link #close}. */
    @Nullable
    Opened takeOpened() {
        synchronized (this) {
            Opened last = opened;
            opened = null;
            closed = true;
            return last;
        }
    }

    @Override
    public void close() {
        Opened last = takeOpened();
        if (last != null) {
            last.close();
        }
        entry.close();
    }
}
