// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;

/** From a guest's kick to the handler's first instruction, and back to the guest. */
final class LatencyBenchmark {

    private static final int KICKS = 20_000;
    private static final int WARM_UP = 5_000;

    private volatile long answeredAt;

    void run() throws Exception {
        PingBackend ping = new PingBackend();
        PingFrontend driver = new PingFrontend(() -> answeredAt = System.nanoTime());
        FrontendProbe probe = new FrontendProbe();
        try (CoreHost host = new CoreHost(ping, PingBackend.TYPE);
                FrontendThreads threads = new FrontendThreads()) {
            Guest guest = host.xen().create("guest");
            host.admin().attach(new DeviceId(guest.domain(), PingBackend.TYPE, 0), Map.of());
            try (XenbusFrontend frontend = new XenbusFrontend(guest, 0, driver, threads, probe)) {
                frontend.start();
                if (!probe.awaitFrontend(XenbusState.CONNECTED, Duration.ofSeconds(10))) {
                    throw new IllegalStateException("not connected: " + probe.failures());
                }
                report("one after the other", ping, driver, 0);
                report("0.2 ms apart", ping, driver, 200_000);
            }
        }
    }

    private void report(String what, PingBackend ping, PingFrontend driver, long pauseNanos) {
        double[] there = new double[KICKS];
        double[] back = new double[KICKS];
        for (int i = -WARM_UP; i < KICKS; i++) {
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
            answeredAt = 0;
            long sent = System.nanoTime();
            driver.signal();
            while (answeredAt == 0) {
                Thread.onSpinWait();
            }
            if (i >= 0) {
                there[i] = (ping.handledAt - sent) / 1e3;
                back[i] = (answeredAt - sent) / 1e3;
            }
        }
        Statistics handler = new Statistics(there);
        Statistics roundTrip = new Statistics(back);
        System.out.printf(
                "latency, kicks %s: to the handler median %.1f us, 99%% %.1f us; and back median %.1f us, 99%% %.1f us%n",
                what, handler.median(), handler.percentile(99), roundTrip.median(), roundTrip.percentile(99));
    }
}
