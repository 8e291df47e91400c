// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.budget;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What one holder, such as a device, has of a {@link FairBudget}. It counts for the holder's owner, a guest, together with
 * what the owner's other holders have. Each taker gives back what it took, once.
 */
@ProviderType
public interface Allowance {

    /**
     * @param amount what is wanted, not negative; nothing is never refused
     * @return whether it was taken; when not, the owner is at its limit
     */
    boolean tryTake(long amount);

    /**
     * Takes what is there already and only changes hands, as at a hand-over: it is counted, and never refused.
     *
     * @param amount not negative
     */
    void carryOver(long amount);

    /**
     * Gives back.
     *
     * @param amount not more than this holder has
     * @throws IllegalStateException when it is more: something was given back twice
     */
    void give(long amount);

    /** @return what this holder has */
    long taken();

    /** @return what all holders of this one's owner have */
    long takenByOwner();

    /** @return what the owner could have in all at this moment, going by what others have */
    long mostForOwner();

    /** @return an allowance that counts and refuses nothing, where nobody divides anything */
    static Allowance unlimited() {
        return new FairBudget("anything", Long.MAX_VALUE).of(0);
    }
}
