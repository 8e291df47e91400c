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
        super(rule.sentence() + " (" + rule.where() + "). Seen: " + seen, cause);
        this.rule = rule;
    }

    /** @return the rule that is not kept */
    public Rule rule() {
        return rule;
    }
}
