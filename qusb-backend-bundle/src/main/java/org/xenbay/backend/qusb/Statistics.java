// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the requests of one connection. On the device's executor. */
final class Statistics {

    private final long[] byKind = new long[Pipe.Kind.values().length];
    private long bytesIn;
    private long bytesOut;
    private long failed;
    private long unlinked;
    private long refused;

    void answered(Pipe pipe, UrbStatus status, int bytes) {
        byKind[pipe.kind().ordinal()]++;
        if (status != UrbStatus.OK) {
            failed++;
        }
        if (pipe.isIn()) {
            bytesIn += bytes;
        } else {
            bytesOut += bytes;
        }
    }

    void unlinked() {
        unlinked++;
    }

    /** There was no memory for a request. */
    void refused() {
        refused++;
    }

    Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(
                "requests",
                byKind[Pipe.Kind.CONTROL.ordinal()] + " control, " + byKind[Pipe.Kind.BULK.ordinal()] + " bulk, "
                        + byKind[Pipe.Kind.INTERRUPT.ordinal()] + " interrupt, "
                        + byKind[Pipe.Kind.ISOCHRONOUS.ordinal()] + " isochronous");
        details.put("failed", failed + ", unlinked " + unlinked);
        details.put("bytes", bytesIn + " in, " + bytesOut + " out");
        if (refused > 0) {
            details.put("refused", refused + " requests beyond the guest's memory");
        }
        return details;
    }
}
