// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.budget;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.xenbay.api.recording.FlightEvents;

/**
 * Divides an amount of a resource among owners. The owners are the guests of a host, and none of them is trusted.
 *
 * <p>A quarter of the total is reserved. Each owner has a reserve of 1/{@value #PARTS} of the total, which it gets whatever the
 * others hold, as long as there are at most {@value #RESERVES} owners. The rest is common. An owner may take a part of the
 * common rest if it afterwards holds no more of that rest than is free. This is the dynamic threshold of Choudhury and Hahne
 * ("Dynamic Queue Length Thresholds for Shared-Memory Packet Switches", 1998) with a factor of 1. One greedy owner thereby gets
 * at most half of the common part, n of them get 1/(n+1) each, and 1/(n+1) stays free for the next one.
 *
 * <p>Safe for use by several threads.
 */
public final class FairBudget {

    /** Number of owners whose reserves fit into the quarter for reserves. */
    static final int RESERVES = 64;

    /** The reserve of an owner is this part of the total. */
    static final int PARTS = 4 * RESERVES;

    private final String what;
    private final long total;
    private final long reserve;
    private final long common;
    /** Amounts by owner; owners that hold nothing have no entry. */
    private final Map<Integer, Long> held = new HashMap<>();

    private long reservedTaken;
    private long commonTaken;

    @GuardedBy("this")
    private long refusals;

    /**
     * @param what is divided, in words: "bytes of memory"
     * @param total how much there is
     */
    public FairBudget(String what, long total) {
        this.what = what;
        this.total = total;
        this.reserve = total / PARTS;
        this.common = total - reserve * RESERVES;
    }

    /**
     * @param owner number of the guest's domain
     * @return what a new holder of this owner has: nothing yet
     */
    public Allowance of(int owner) {
        return new Share(this, owner);
    }

    /** @return what is divided, in words */
    public String what() {
        return what;
    }

    /** @return how much there is */
    public long total() {
        return total;
    }

    /** @return what every owner gets, whatever the others hold */
    public long reserve() {
        return reserve;
    }

    /** @return what all owners hold */
    public synchronized long taken() {
        return reservedTaken + commonTaken;
    }

    /** @return how often an owner was refused something */
    public synchronized long refusals() {
        return refusals;
    }

    /** @return how much each owner holds, without owners that hold nothing */
    public synchronized Map<Integer, Long> holdings() {
        return new TreeMap<>(held);
    }

    synchronized long takenBy(int owner) {
        return held.getOrDefault(owner, 0L);
    }

    /** An owner that holds h of the common part leaves common - others - h of it free, and that has to be h at least. */
    synchronized long mostFor(int owner) {
        long others = commonTaken - ofCommon(takenBy(owner));
        return reserve + Math.max(0, common - others) / 2;
    }

    synchronized boolean tryTake(int owner, long amount) {
        checkAmount(amount);
        long before = takenBy(owner);
        long growth = ofCommon(before + amount) - ofCommon(before);
        boolean fits = amount == 0
                || amount <= total
                        && (growth == 0 || ofCommon(before + amount) <= common - commonTaken - growth)
                        && reservedTaken + amount - growth <= total - common;
        if (fits) {
            hold(owner, before, before + amount);
        } else {
            refusals++;
            FlightEvents.budgetRefusal(what, owner, amount, before);
        }
        return fits;
    }

    synchronized void carryOver(int owner, long amount) {
        checkAmount(amount);
        long before = takenBy(owner);
        hold(owner, before, before + amount);
    }

    synchronized void give(int owner, long amount) {
        checkAmount(amount);
        long before = takenBy(owner);
        hold(owner, before, before - amount);
    }

    private void hold(int owner, long before, long after) {
        long growth = ofCommon(after) - ofCommon(before);
        commonTaken += growth;
        reservedTaken += after - before - growth;
        if (after == 0) {
            held.remove(owner);
        } else {
            held.put(owner, after);
        }
    }

    /** @return an owner's share of the common part, when it holds this amount in all */
    private long ofCommon(long amount) {
        return Math.max(0, amount - reserve);
    }

    private void checkAmount(long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException(amount + " " + what);
        }
    }
}
