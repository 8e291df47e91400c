// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.List;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;

/** Time for many devices, from the creation of their guests until all are Connected on both sides. */
final class ScaleBenchmark {

    private static final int RUNS = 5;

    void run() throws Exception {
        once(400);
        once(400);
        System.out.println("scale: devices (4 on each guest), creation of the guests to all Connected on both sides");
        for (int devices : new int[] {100, 1_000, 5_000}) {
            double[] millis = new double[RUNS];
            for (int run = 0; run < RUNS; run++) {
                millis[run] = once(devices);
            }
            Statistics statistics = new Statistics(millis);
            System.out.printf(
                    "  %5d devices: %s, %.0f us each%n",
                    devices, statistics.text("ms"), statistics.median() * 1_000 / devices);
        }
    }

    private static double once(int devices) throws Exception {
        PingBackend ping = new PingBackend();
        try (CoreHost host = new CoreHost(ping, PingBackend.TYPE);
                FrontendThreads threads = new FrontendThreads()) {
            long start = System.nanoTime();
            List<XenbusFrontend> frontends = PingDevices.start(host, threads, devices);
            PingDevices.awaitConnected(host, ping, devices, start);
            double millis = (System.nanoTime() - start) / 1e6;
            frontends.forEach(XenbusFrontend::close);
            return millis;
        }
    }
}
