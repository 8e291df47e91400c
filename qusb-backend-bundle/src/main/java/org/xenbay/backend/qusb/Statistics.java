// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.Arrays;
import java.util.Locale;
import org.xenbay.api.figure.Counter;
import org.xenbay.api.figure.Figures;
import org.xenbay.api.figure.Latencies;
import org.xenbay.api.figure.Load;
import org.xenbay.api.recording.DeviceHistory;

/** Counts the requests of a device. */
final class Statistics {

    /** Of the requests in the history, by the ordinal of the kind; out, then in. */
    private static final String[][] NAMES = {
        {"iso out", "iso in"}, {"int out", "int in"}, {"control out", "control in"}, {"bulk out", "bulk in"}
    };

    /** By the ordinal of the kind. */
    private final Counter[] byKind;

    private final Counter failed;
    private final Counter unlinked;
    private final Counter refused;
    private final Counter bytesIn;
    private final Counter bytesOut;

    private final Latencies latencies;
    private final DeviceHistory history;

    /**
     * @param figures of the device; they continue over connections and replacements of the code
     * @param history of the device, which gets each request
     */
    Statistics(Figures figures, DeviceHistory history) {
        this.history = history;
        latencies = figures.latencies();
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

    /** A request has been answered. */
    void answered(Urb urb, UrbStatus status, int bytes) {
        Pipe pipe = urb.pipe();
        byKind[pipe.kind().ordinal()].increment();
        if (status != UrbStatus.OK) {
            failed.increment();
        }
        (pipe.isIn() ? bytesIn : bytesOut).add(Math.max(0, bytes));
        if (pipe.kind() != Pipe.Kind.INTERRUPT) {
            record(urb, status, bytes);
        }
    }

    /**
     * Not for interrupt transfers: they end when somebody presses a key, so their times say how long the device was idle and what rhythm
     * somebody types in.
     */
    private void record(Urb urb, UrbStatus status, int bytes) {
        Pipe pipe = urb.pipe();
        long nanos = System.nanoTime() - urb.arrived();
        latencies.add(nanos);
        history.request(
                NAMES[pipe.kind().ordinal()][pipe.isIn() ? 1 : 0], pipe.endpoint(), bytes, status.code(), nanos);
    }

    void unlinked() {
        unlinked.increment();
    }

    /** There was no memory for a request. */
    void refused() {
        refused.increment();
    }
}
