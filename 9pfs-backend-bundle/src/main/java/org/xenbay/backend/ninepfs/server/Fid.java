// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.OptionalInt;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.journal.Trace;

/**
 * What a client's number stands for: a path entry, a user, and what was opened by it. Replaced by another one of the same
 * number when it is walked elsewhere. What is under way on it ends undisturbed when it is closed.
 */
final class Fid implements AutoCloseable {

    private final int number;
    private final PathEntry entry;
    private final int user;
    private Opened opened;
    private boolean closed;
    /** Whether a request is between what it did to this and its note of that. */
    private boolean noting;
    /** Whether a request has taken it away: nothing is noted of it any more. */
    private boolean ended;
    /** Reference of its note in the journal. */
    private volatile long note = Trace.NOTHING;

    /**
     * @param number the client's
     * @param entry what it stands for; closed with it
     * @param user who attached, as the client says
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
     * From here to {@link #endNote} no other request notes anything of this, nor takes it away. Between both a request must
     * not call the host: others wait meanwhile.
     *
     * @throws FileException EBADF when it was taken away
     */
    synchronized void beginNote() throws FileException {
        awaitNote();
        if (ended) {
            throw new FileException(Errno.EBADF, "use of fid " + Integer.toUnsignedString(number) + ", which is gone");
        }
        noting = true;
    }

    synchronized void endNote() {
        noting = false;
        notifyAll();
    }

    /** It is taken away: what other requests have done to it has been noted when this returns, and nothing more will be. */
    synchronized void end() {
        awaitNote();
        ended = true;
    }

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

    /** @param change of what is noted; not made when the fid was taken away */
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

    /** @return who attached; empty when the client named nobody */
    OptionalInt named() {
        return Ids.named(user);
    }

    synchronized boolean isOpen() {
        return opened != null;
    }

    /** @throws FileException EINVAL when something is open already */
    synchronized void checkNotOpen() throws FileException {
        if (opened != null) {
            throw new FileException(Errno.EINVAL, "second open of fid " + Integer.toUnsignedString(number));
        }
    }

    /** Opens it, once; what cannot be kept is closed. */
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

    synchronized Opened openedOrNull() {
        return opened;
    }

    synchronized Opened opened() throws FileException {
        if (opened == null) {
            throw new FileException(
                    Errno.EBADF, "use of fid " + Integer.toUnsignedString(number) + ", which is not open");
        }
        return opened;
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
                    Errno.EINVAL, "use of fid " + Integer.toUnsignedString(number) + " as what it is not");
        }
        return kind.cast(what);
    }

    /** What is to happen last can fail, so this comes before {@link #close}; once. */
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
