// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.rule;

/** How serious a finding is, the least first. The exit codes are those of monitoring plugins. */
public enum Severity {
    /** Nothing is wrong. */
    OK(0),
    /** A check could not be made. */
    UNKNOWN(3),
    /** Guests are served, but something is not as it should be. */
    WARNING(1),
    /** Guests are not served, or cannot be served any longer. */
    CRITICAL(2);

    private final int exit;

    Severity(int exit) {
        this.exit = exit;
    }

    /** @return the exit code by which a monitoring system knows it */
    public int exit() {
        return exit;
    }
}
