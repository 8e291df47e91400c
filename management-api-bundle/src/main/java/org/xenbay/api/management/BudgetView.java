// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.util.Map;
import org.xenbay.api.budget.FairBudget;

/**
 * A resource that all guests share, at one moment.
 *
 * @param what the resource, in words
 * @param total how much there is
 * @param taken what all guests hold
 * @param reserve what each guest gets, whatever the others hold
 * @param refusals number of refusals because a guest had reached its limit
 * @param holdings what each guest holds, by its domain; without guests that hold nothing
 */
public record BudgetView(
        String what, long total, long taken, long reserve, long refusals, Map<Integer, Long> holdings) {

    /**
     * @param budget the budget
     * @return its present state
     */
    public static BudgetView of(FairBudget budget) {
        return new BudgetView(
                budget.what(), budget.total(), budget.taken(), budget.reserve(), budget.refusals(), budget.holdings());
    }
}
