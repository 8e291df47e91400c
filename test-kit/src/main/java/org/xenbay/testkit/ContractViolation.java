// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import org.jspecify.annotations.Nullable;

/** A backend does not keep a rule of the contract. The message has the rule, where it is written, and what was seen. */
public final class ContractViolation extends AssertionError {

    private static final long serialVersionUID = 1L;

    /** The rule. */
    private final Rule rule;

    /**
     * @param rule what the contract wants
     * @param seen what the backend did, in words
     * @param cause what it threw, if it did
     */
    ContractViolation(Rule rule, String seen, @Nullable Throwable cause) {
        this(rule.sentence() + " (" + rule.where() + "). Seen: " + seen, rule, cause);
    }

    private ContractViolation(String message, Rule rule, @Nullable Throwable cause) {
        super(message, cause);
        this.rule = rule;
    }

    /** @return the same, which says at first in which case it was seen: Maven's list of failures names the method only */
    ContractViolation of(ContractCase seenIn) {
        ContractViolation named = new ContractViolation(seenIn.name() + ": " + getMessage(), rule, getCause());
        named.setStackTrace(getStackTrace());
        return named;
    }

    /** @return the rule that is not kept */
    public Rule rule() {
        return rule;
    }
}
