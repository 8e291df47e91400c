// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.concurrent.atomic.AtomicLong;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.file.FileException;

/**
 * Bounds how much of a resource a guest may have at a time through one share, and takes it from the host's resource that all
 * guests share.
 */
public final class Budget {

    private final String what;
    private final long most;
    private final int errno;
    private final Allowance allowance;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param what the resource in words, plural
     * @param most the most for this share
     * @param errno the error number that a guest gets when it wants more
     */
    public Budget(String what, long most, int errno) {
        this(what, most, errno, Allowance.unlimited());
    }

    /**
     * @param what in words, plural
     * @param most the most for this share
     * @param errno the error number that a guest gets when it wants more
     * @param allowance the share's part of the resource that all guests share
     */
    public Budget(String what, long most, int errno, Allowance allowance) {
        this.what = what;
        this.most = most;
        this.errno = errno;
        this.allowance = allowance;
    }

    /**
     * @param amount how much is wanted
     * @throws FileException when less is left
     */
    public void take(long amount) throws FileException {
        if (!tryTake(amount)) {
            throw refusal(amount);
        }
    }

    /** @return false when less is left */
    boolean tryTake(long amount) {
        if (taken.addAndGet(amount) <= most && allowance.tryTake(amount)) {
            return true;
        }
        taken.addAndGet(-amount);
        return false;
    }

    /** @return the failure for a guest that cannot have so much */
    FileException refusal(long amount) {
        return new FileException(
                errno,
                taken.get() + amount > most
                        ? "more than " + most + " " + what
                        : "more " + what + " than the guest's part, " + allowance.mostForOwner() + " at this moment");
    }

    /** @return whether so much more is left; a hint */
    boolean hasRoom(long amount) {
        return amount <= allowance.mostForOwner() - allowance.takenByOwner();
    }

    /** @param amount how much is in use already, so that it cannot be refused */
    void carryOver(long amount) {
        taken.addAndGet(amount);
        allowance.carryOver(amount);
    }

    /** @param amount how much is given back */
    public void give(long amount) {
        taken.addAndGet(-amount);
        allowance.give(amount);
    }

    /** @return how much is taken */
    public long taken() {
        return taken.get();
    }
}
