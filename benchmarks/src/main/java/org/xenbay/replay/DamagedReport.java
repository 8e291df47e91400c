// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

/** A file is not a report, or lacks what a replay needs; the message names the missing part. */
final class DamagedReport extends Exception {

    private static final long serialVersionUID = 1;

    DamagedReport(String message) {
        super(message);
    }
}
