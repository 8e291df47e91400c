// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

/** A file that is no report, or a report that lacks what a replay needs; the message says what. */
final class DamagedReport extends Exception {

    private static final long serialVersionUID = 1;

    DamagedReport(String message) {
        super(message);
    }
}
