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

/** Many devices of {@link PingBackend}, with their frontends, on guests of their own. */
final class PingDevices {

    private static final int DEVICES_PER_GUEST = 4;
    private static final long TIMEOUT_NANOS = 120_000_000_000L;

    private PingDevices() {}

    /** Creates guests, attaches devices to them, and starts their frontends. */
    static List<XenbusFrontend> start(CoreHost host, FrontendThreads threads, int devices) {
        List<XenbusFrontend> frontends = new ArrayList<>();
        while (frontends.size() < devices) {
            Guest guest = host.xen().create("guest" + frontends.size());
            for (int number = 0; number < DEVICES_PER_GUEST && frontends.size() < devices; number++) {
                host.admin().attach(new DeviceId(guest.domain(), PingBackend.TYPE, number), Map.of());
                XenbusFrontend frontend =
                        new XenbusFrontend(guest, number, new PingFrontend(), threads, new FrontendProbe());
                frontends.add(frontend);
                frontend.start();
            }
        }
        return frontends;
    }

    /**
     * @param start the moment that the longest wait counts from, as by {@link System#nanoTime}
     * @throws IllegalStateException when that wait is over; the message names a device that is not connected
     */
    static void awaitConnected(CoreHost host, PingBackend ping, int devices, long start) {
        while (ping.connected.get() < devices) {
            LockSupport.parkNanos(200_000);
            if (System.nanoTime() - start > TIMEOUT_NANOS) {
                throw new IllegalStateException(waiting(host));
            }
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
