// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import org.xenbay.shell.rule.Severity;

/**
 * What a look at the host has found. Its texts are safe for a terminal: other users choose names of processes and files.
 *
 * @param check what was looked at, a word or two of lower-case letters
 * @param severity how serious it is
 * @param text what was found, in one line
 * @param why why it matters to guests; empty when it is well
 * @param command the command that mends it; empty when it is well
 */
public record Finding(String check, Severity severity, String text, String why, String command) {

    /** Makes its texts safe. */
    public Finding {
        text = Words.printable(text);
        why = Words.printable(why);
        command = Words.printable(command);
    }

    static Finding well(String check, String text) {
        return new Finding(check, Severity.OK, text, "", "");
    }

    static Finding warning(String check, String text, String why, String command) {
        return new Finding(check, Severity.WARNING, text, why, command);
    }

    static Finding critical(String check, String text, String why, String command) {
        return new Finding(check, Severity.CRITICAL, text, why, command);
    }
}
