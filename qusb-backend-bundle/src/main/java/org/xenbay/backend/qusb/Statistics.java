// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.Arrays;
import java.util.Locale;
import org.xenbay.api.figure.Counter;
import org.xenbay.api.figure.Figures;
import org.xenbay.api.figure.Load;

/** Counts the requests of a device. */
final class Statistics {

    /** By the ordinal of the kind. */
    private final Counter[] byKind;

    private final Counter failed;
    private final Counter unlinked;
    private final Counter refused;
    private final Counter bytesIn;
    private final Counter bytesOut;

    /** @param figures of the device; they continue over connections and replacements of the code */
    Statistics(Figures figures) {
        byKind = Arrays.stream(Pipe.Kind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .map(kind -> figures.counter(kind + "_requests", Load.REQUESTS, kind + " transfers that were answered"))
                .toArray(Counter[]::new);
        failed = figures.counter("failed_requests", "requests that were answered with an error");
        unlinked = figures.counter("unlinked_requests", "requests that the guest has cancelled");
        refused = figures.counter("refused_requests", "requests beyond the guest's memory");
        bytesIn = figures.counter("in_bytes", Load.READ_BYTES, "bytes that devices have sent to the guest");
        bytesOut = figures.counter("out_bytes", Load.WRITTEN_BYTES, "bytes that the guest has sent to devices");
    }

    void answered(Pipe pipe, UrbStatus status, int bytes) {
        byKind[pipe.kind().ordinal()].increment();
        if (status != UrbStatus.OK) {
            failed.increment();
        }
        (pipe.isIn() ? bytesIn : bytesOut).add(Math.max(0, bytes));
    }

    void unlinked() {
        unlinked.increment();
    }

    /** There was no memory for a request. */
    void refused() {
        refused.increment();
    }
}
