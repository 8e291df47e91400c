// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.budget;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One holder's part of a {@link FairBudget}. A holder is, for example, a device. What it takes counts for its owner, a guest,
 * together with what the owner's other holders have taken. Each holder gives back what it took, once.
 */
@ProviderType
public interface Allowance {

    /**
     * Takes an amount if the owner's limit allows it.
     *
     * @param amount what is wanted, not negative; 0 is never refused
     * @return whether it was taken; false when the owner has reached its limit
     */
    boolean tryTake(long amount);

    /**
     * Takes over an amount that exists already, as in a hand-over. It is counted, and never refused.
     *
     * @param amount not negative
     */
    void carryOver(long amount);

    /**
     * Gives an amount back.
     *
     * @param amount not more than this holder has
     * @throws IllegalStateException when it is more: something was given back twice
     */
    void give(long amount);

    /** @return how much this holder has */
    long taken();

    /** @return how much all holders of this owner have */
    long takenByOwner();

    /** @return the most that the owner could have now, given what other owners have */
    long mostForOwner();

    /** @return an allowance that counts but never refuses, for use without a budget */
    static Allowance unlimited() {
        return new FairBudget("anything", Long.MAX_VALUE).of(0);
    }
}
