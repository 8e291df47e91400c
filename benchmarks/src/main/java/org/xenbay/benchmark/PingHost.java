// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.time.Duration;
import java.util.Map;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;

/** One guest with one device that answers each event with an event: the shortest round trip. */
final class PingHost implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    final PingBackend backend = new PingBackend();
    final PingFrontend frontend = new PingFrontend();
    private final CoreHost host = new CoreHost(backend, PingBackend.TYPE);
    private final FrontendThreads threads = new FrontendThreads();
    private final XenbusFrontend device;

    PingHost() throws Exception {
        Guest guest = host.xen().create("guest");
        host.admin().attach(new DeviceId(guest.domain(), PingBackend.TYPE, 0), Map.of());
        FrontendProbe probe = new FrontendProbe();
        device = new XenbusFrontend(guest, 0, frontend, threads, probe);
        device.start();
        if (!probe.awaitFrontend(XenbusState.CONNECTED, TIMEOUT)) {
            throw new IllegalStateException("not connected: " + probe.failures());
        }
    }

    /** Sends each request after the answer to the earlier one: the latency without other load. */
    double[][] oneAfterTheOther(int count) {
        long[] handled = new long[1];
        long[] answered = new long[1];
        backend.onRequests(number -> handled[0] = System.nanoTime());
        frontend.onAnswers(number -> answered[0] = System.nanoTime());
        double[][] micros = new double[2][count];
        for (int i = 0; i < count; i++) {
            long sent = System.nanoTime();
            int number = frontend.send();
            while (frontend.answered() != number) {
                Thread.onSpinWait();
            }
            micros[0][i] = (handled[0] - sent) / 1e3;
            micros[1][i] = (answered[0] - sent) / 1e3;
        }
        return micros;
    }

    @Override
    public void close() {
        device.close();
        threads.close();
        host.close();
    }
}
