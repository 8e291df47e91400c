// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import org.xenbay.api.budget.Allowance;

/** Counts how often something is wanted, and refuses it while a test says so. */
final class CountingAllowance implements Allowance {

    private final Allowance all = Allowance.unlimited();
    private int tries;
    private boolean full;

    int tries() {
        return tries;
    }

    void full(boolean now) {
        full = now;
    }

    @Override
    public boolean tryTake(long amount) {
        tries++;
        return !full && all.tryTake(amount);
    }

    @Override
    public void carryOver(long amount) {
        all.carryOver(amount);
    }

    @Override
    public void give(long amount) {
        all.give(amount);
    }

    @Override
    public long taken() {
        return all.taken();
    }

    @Override
    public long takenByOwner() {
        return all.takenByOwner();
    }

    @Override
    public long mostForOwner() {
        return all.mostForOwner();
    }
}
