// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("xenbay.BudgetRefusal")
@Label("Refusal of a budget")
@Description("A guest wanted more of something than it can have now")
@Category("Xenbay")
@StackTrace(false)
final class BudgetRefusalEvent extends Event {

    /** Tells whether events of this type are recorded. */
    static final BudgetRefusalEvent OFF = new BudgetRefusalEvent("", 0, 0, 0);

    @Label("Budget")
    private final String budget;

    @Label("Domain")
    private final int domain;

    @Label("Amount")
    private final long amount;

    @Label("Held")
    private final long held;

    BudgetRefusalEvent(String budget, int domain, long amount, long held) {
        this.budget = budget;
        this.domain = domain;
        this.amount = amount;
        this.held = held;
    }
}
