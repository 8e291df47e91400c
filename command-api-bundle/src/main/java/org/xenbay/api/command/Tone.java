// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

/** What a value means to an operator; a terminal shows it as a colour. */
public enum Tone {
    /** Nothing of itself. */
    NONE,
    /** All is well. */
    GOOD,
    /** Work is under way, or a side has to act. */
    BUSY,
    /** Something is wrong. */
    BAD
}
