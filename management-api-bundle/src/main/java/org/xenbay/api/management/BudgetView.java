// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.util.Map;
import org.xenbay.api.budget.FairBudget;

/**
 * What all guests share, at one moment.
 *
 * @param what is divided, in words
 * @param total how much there is
 * @param taken what all guests hold
 * @param reserve what each guest gets, whatever the others hold
 * @param refusals how often a guest was refused something because it was at its limit
 * @param holdings what each guest holds, by its domain; of those that hold anything
 */
public record BudgetView(
        String what, long total, long taken, long reserve, long refusals, Map<Integer, Long> holdings) {

    /**
     * @param budget what is divided
     * @return how it is divided now
     */
    public static BudgetView of(FairBudget budget) {
        return new BudgetView(
                budget.what(), budget.total(), budget.taken(), budget.reserve(), budget.refusals(), budget.holdings());
    }
}
