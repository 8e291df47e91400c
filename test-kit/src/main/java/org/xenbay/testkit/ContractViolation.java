// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import org.jspecify.annotations.Nullable;

/** A backend breaks a rule of the contract. The message has the rule, the place of its description, and what was observed. */
public final class ContractViolation extends AssertionError {

    private static final long serialVersionUID = 1L;

    /** The rule. */
    private final Rule rule;

    /**
     * @param rule the broken rule
     * @param seen what the backend did, in words
     * @param cause its exception, or null
     */
    ContractViolation(Rule rule, String seen, @Nullable Throwable cause) {
        this(rule.sentence() + " (" + rule.where() + "). Seen: " + seen, rule, cause);
    }

    private ContractViolation(String message, Rule rule, @Nullable Throwable cause) {
        super(message, cause);
        this.rule = rule;
    }

    /** @return the same violation, whose message begins with the case: Maven's list of failures names only the method */
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
