// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.time.Duration;
import jdk.jfr.Recording;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.recording.FlightEvents;
import org.xenbay.api.recording.Span;

/**
 * What the events for the Flight Recorder cost: a call's event by itself, and requests of a guest that go there and back. Without a
 * recording, with one as the JDK makes it (calls from 20 ms on), and with one of each call, by turns.
 */
final class RecordingBenchmark {

    private static final int CALLS = 2_000_000;
    private static final int REQUESTS = 4_000;
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 21;
    private static final String EVENT = "xenbay.BackendCall";
    private static final DeviceId DEVICE = new DeviceId(1, PingBackend.TYPE, 0);

    private enum Manner {
        OFF("no recording"),
        USUAL("a recording, calls from 20 ms on"),
        ALL("a recording of each call");

        private final String text;

        Manner(String text) {
            this.text = text;
        }
    }

    /** One piece of work; gives what it took. */
    @FunctionalInterface
    private interface Piece {
        double run() throws Exception;
    }

    void run() throws Exception {
        if (!FlightEvents.isAvailable()) {
            System.out.println("recording: this JDK has no Flight Recorder");
            return;
        }
        compare("an event", "ns", RecordingBenchmark::nanosOfAnEvent);
        try (PingHost host = new PingHost()) {
            compare(
                    "a request, there and back, one after the other, median",
                    "us",
                    () -> new Statistics(host.oneAfterTheOther(REQUESTS)[1]).median());
        }
    }

    private static double nanosOfAnEvent() {
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            Span span = FlightEvents.backendCall(DEVICE, "a benchmark");
            span.end("ended");
        }
        return (System.nanoTime() - start) / (double) CALLS;
    }

    private static void compare(String what, String unit, Piece piece) throws Exception {
        Manner[] manners = Manner.values();
        double[][] figures = new double[manners.length][ROUNDS];
        double[][] more = new double[manners.length][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double[] now = new double[manners.length];
            for (int i = 0; i < manners.length; i++) {
                now[i] = in(manners[i], piece);
            }
            for (int i = 0; round >= 0 && i < manners.length; i++) {
                figures[i][round] = now[i];
                more[i][round] = now[i] - now[Manner.OFF.ordinal()];
            }
        }
        for (int i = 0; i < manners.length; i++) {
            String than = manners[i] == Manner.OFF
                    ? ""
                    : ", more than without " + new Statistics(more[i]).range() + " " + unit;
            System.out.printf(
                    "recording, %s, %s: %s %s%s (%d rounds)%n",
                    what, manners[i].text, new Statistics(figures[i]).range(), unit, than, ROUNDS);
        }
    }

    private static double in(Manner manner, Piece piece) throws Exception {
        if (manner == Manner.OFF) {
            return piece.run();
        }
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withThreshold(manner == Manner.ALL ? Duration.ZERO : Duration.ofMillis(20));
            recording.start();
            return piece.run();
        }
    }
}
