// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.time.Duration;
import jdk.jfr.Recording;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.recording.FlightEvents;
import org.xenbay.api.recording.Span;

/**
 * Measures the cost of the Flight Recorder's events: for a single call's event, and for a guest's requests and answers.
 * Alternates between no recording, the JDK's default (calls from 20 ms on), and a recording of each call.
 */
final class RecordingBenchmark {

    private static final int CALLS = 2_000_000;
    private static final int REQUESTS = 4_000;
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 21;
    private static final String EVENT = "xenbay.BackendCall";
    private static final DeviceId DEVICE = new DeviceId(1, PingBackend.TYPE, 0);

    private enum RecordingMode {
        OFF("no recording"),
        USUAL("a recording, calls from 20 ms on"),
        ALL("a recording of each call");

        private final String text;

        RecordingMode(String text) {
            this.text = text;
        }
    }

    /** One piece of work; returns its duration. */
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
        RecordingMode[] modes = RecordingMode.values();
        double[][] figures = new double[modes.length][ROUNDS];
        double[][] more = new double[modes.length][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double[] now = new double[modes.length];
            for (int i = 0; i < modes.length; i++) {
                now[i] = in(modes[i], piece);
            }
            for (int i = 0; round >= 0 && i < modes.length; i++) {
                figures[i][round] = now[i];
                more[i][round] = now[i] - now[RecordingMode.OFF.ordinal()];
            }
        }
        for (int i = 0; i < modes.length; i++) {
            String than = modes[i] == RecordingMode.OFF
                    ? ""
                    : ", more than without " + new Statistics(more[i]).range() + " " + unit;
            System.out.printf(
                    "recording, %s, %s: %s %s%s (%d rounds)%n",
                    what, modes[i].text, new Statistics(figures[i]).range(), unit, than, ROUNDS);
        }
    }

    private static double in(RecordingMode mode, Piece piece) throws Exception {
        if (mode == RecordingMode.OFF) {
            return piece.run();
        }
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withThreshold(mode == RecordingMode.ALL ? Duration.ZERO : Duration.ofMillis(20));
            recording.start();
            return piece.run();
        }
    }
}
