package org.xenbay.backend.ninepfs.export;

import java.util.concurrent.atomic.AtomicLong;
import org.xenbay.api.file.FileException;

/** How much of something a guest may have at a time. */
public final class Budget {

    private final String what;
    private final long most;
    private final int errno;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param what in words, plural
     * @param most how much there is
     * @param errno what a guest is told when it is not enough
     */
    public Budget(String what, long most, int errno) {
        this.what = what;
        this.most = most;
        this.errno = errno;
    }

    /**
     * @param amount how much is wanted
     * @throws FileException when there is not so much left
     */
    public void take(long amount) throws FileException {
        if (taken.addAndGet(amount) > most) {
            taken.addAndGet(-amount);
            throw new FileException(errno, "more than " + most + " " + what);
        }
    }

    /** @param amount what is given back */
    public void give(long amount) {
        taken.addAndGet(-amount);
    }

    /** @return how much is taken */
    public long taken() {
        return taken.get();
    }
}
