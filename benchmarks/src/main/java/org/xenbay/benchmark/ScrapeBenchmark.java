// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.HealthReport;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;
import org.xenbay.shell.internal.metrics.Measured;
import org.xenbay.shell.internal.metrics.Metrics;
import org.xenbay.shell.internal.process.ProcessView;

/** Time for one scrape of many connected devices, each with the figures of a shared folder: asked, and written as text. */
final class ScrapeBenchmark {

    private static final int DEVICES = 5_000;
    private static final int WARM_UP = 20;
    private static final int RUNS = 41;

    /** The backend of the other benchmarks, which counts besides. */
    private record Counting(PingBackend ping) implements XenDevOps {

        @Override
        public DeviceHandler open(DeviceContext device) {
            device.figures()
                    .counter("requests", Load.REQUESTS, "requests that were answered")
                    .add(device.id().domain());
            device.figures().counter("failed_requests", "requests that were answered with an error");
            device.figures()
                    .counter("read_bytes", Load.READ_BYTES, "bytes that the guest has read")
                    .add(1L << 40);
            device.figures()
                    .counter("written_bytes", Load.WRITTEN_BYTES, "bytes that the guest has written")
                    .add(1L << 30);
            device.figures().gauge("waiting_requests", Load.WAITING, "requests that wait", () -> 0);
            return ping.open(device);
        }

        @Override
        public DeviceTemplate template(DeviceId id, Map<String, String> options) {
            return new DeviceTemplate(PingBackend.TYPE, Map.of(), Map.of(), Set.of());
        }
    }

    void run() throws Exception {
        PingBackend ping = new PingBackend();
        try (CoreHost host = new CoreHost(new Counting(ping), PingBackend.TYPE);
                FrontendThreads threads = new FrontendThreads()) {
            long start = System.nanoTime();
            List<XenbusFrontend> frontends = PingDevices.start(host, threads, DEVICES);
            PingDevices.awaitConnected(host, ping, DEVICES, start);
            measure(host.admin());
            frontends.forEach(XenbusFrontend::close);
        }
    }

    private static void measure(XenbusAdmin core) {
        double[] asked = new double[RUNS];
        double[] whole = new double[RUNS];
        int length = 0;
        for (int run = -WARM_UP; run < RUNS; run++) {
            long start = System.nanoTime();
            Measured all = measured(core);
            long then = System.nanoTime();
            length = Metrics.openMetrics(all).length();
            if (run >= 0) {
                asked[run] = (then - start) / 1e6;
                whole[run] = (System.nanoTime() - start) / 1e6;
            }
        }
        System.out.printf("scrape: %d devices, %.1f MB%n", DEVICES, length / 1e6);
        System.out.println("  devices asked: " + new Statistics(asked).text("ms"));
        System.out.println("  with the text: " + new Statistics(whole).text("ms"));
    }

    private static Measured measured(XenbusAdmin core) {
        return new Measured(
                core.host(),
                ProcessView.now(),
                core.memory(),
                Optional.empty(),
                HealthReport.of(List.of()),
                core.backends(),
                core.latencies(),
                core.handovers(),
                core.devices());
    }
}
