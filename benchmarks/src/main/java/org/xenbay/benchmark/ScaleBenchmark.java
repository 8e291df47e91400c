// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DevicePhase;
import org.xenbay.api.management.DeviceView;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;

/** Time for many devices, from the creation of their guests until all are Connected on both sides. */
final class ScaleBenchmark {

    private static final int DEVICES_PER_GUEST = 4;
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
        List<XenbusFrontend> frontends = new ArrayList<>();
        try (CoreHost host = new CoreHost(ping, PingBackend.TYPE);
                FrontendThreads threads = new FrontendThreads()) {
            long start = System.nanoTime();
            for (int made = 0; made < devices; ) {
                Guest guest = host.xen().create("guest" + made);
                for (int number = 0; number < DEVICES_PER_GUEST && made < devices; number++, made++) {
                    host.admin().attach(new DeviceId(guest.domain(), PingBackend.TYPE, number), Map.of());
                    XenbusFrontend frontend =
                            new XenbusFrontend(guest, number, new PingFrontend(), threads, new FrontendProbe());
                    frontends.add(frontend);
                    frontend.start();
                }
            }
            long deadline = start + 120_000_000_000L;
            while (ping.connected.get() < devices) {
                LockSupport.parkNanos(200_000);
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(waiting(host));
                }
            }
            double millis = (System.nanoTime() - start) / 1e6;
            frontends.forEach(XenbusFrontend::close);
            return millis;
        }
    }

    private static String waiting(CoreHost host) {
        List<DeviceView> all = host.admin().devices();
        return all.stream()
                .filter(device -> device.phase() != DevicePhase.CONNECTED)
                .findFirst()
                .map(device -> device.id() + " " + device.explanation())
                .orElse(all.size() + " devices, all connected");
    }
}
