// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;

/**
 * A counted reference to an open descriptor; the descriptor is closed with the last reference ("share").
 *
 * <p>Each system call holds its own share and uses the descriptor's number only while it holds it. A close by another thread
 * therefore never frees the number during a call. Otherwise Linux would assign the number to the next file that is opened, and
 * the call would work on that file.
 */
final class Descriptor implements AutoCloseable {

    private final Counted counted;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Descriptor(Counted counted) {
        this.counted = counted;
    }

    /** @return the first share of a descriptor, which only shares close */
    static Descriptor of(int number) {
        return new Descriptor(new Counted(number));
    }

    /**
     * @return another share; to be closed
     * @throws FileException EBADF when this one is closed
     */
    Descriptor share() throws FileException {
        if (closed.get() || !counted.take()) {
            throw new FileException(Errno.EBADF, "use of a file after it was closed");
        }
        return new Descriptor(counted);
    }

    /** @return the number, valid until this share is closed; only for a caller that knows that no other thread closes this share */
    int number() {
        return counted.number;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            counted.drop();
        }
    }

    /** The descriptor itself and the number of shares in it. */
    private static final class Counted {
        private static final Logger LOG = System.getLogger(Descriptor.class.getName());

        private final int number;
        private final AtomicInteger shares = new AtomicInteger(1);

        Counted(int number) {
            this.number = number;
        }

        /** Fails when no share is left, because the descriptor is closed then. */
        boolean take() {
            int count;
            do {
                count = shares.get();
                if (count == 0) {
                    return false;
                }
            } while (!shares.compareAndSet(count, count + 1));
            return true;
        }

        /** Not repeated after an error, because Linux closes the descriptor even then. */
        void drop() {
            if (shares.decrementAndGet() == 0 && Libc.close(number) < 0) {
                LOG.log(Level.WARNING, FileCalls.failure("close of a file").getMessage());
            }
        }
    }
}
