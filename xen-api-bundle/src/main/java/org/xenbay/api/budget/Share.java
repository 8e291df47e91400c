// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.budget;

import java.util.concurrent.atomic.AtomicLong;

/** What one holder has of a budget. */
final class Share implements Allowance {

    private final FairBudget budget;
    private final int owner;
    private final AtomicLong taken = new AtomicLong();

    Share(FairBudget budget, int owner) {
        this.budget = budget;
        this.owner = owner;
    }

    @Override
    public boolean tryTake(long amount) {
        boolean taking = budget.tryTake(owner, amount);
        if (taking) {
            taken.addAndGet(amount);
        }
        return taking;
    }

    @Override
    public void carryOver(long amount) {
        budget.carryOver(owner, amount);
        taken.addAndGet(amount);
    }

    @Override
    public void give(long amount) {
        if (taken.addAndGet(-amount) < 0) {
            taken.addAndGet(amount);
            throw new IllegalStateException("more " + budget.what() + " given back than taken");
        }
        budget.give(owner, amount);
    }

    @Override
    public long taken() {
        return taken.get();
    }

    @Override
    public long takenByOwner() {
        return budget.takenBy(owner);
    }

    @Override
    public long mostForOwner() {
        return budget.mostFor(owner);
    }
}
