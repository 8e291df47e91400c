// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/**
 * A minimal backend: one page, one event channel. The page contains the number of the guest's last request. The answer to an
 * event is that number and an event.
 */
final class PingBackend implements XenDevOps {

    static final String TYPE = "ping";
    static final int REQUESTS = 0;
    static final int ANSWERS = 4;

    final AtomicInteger connected = new AtomicInteger();
    private volatile IntConsumer onRequests = number -> {};

    /** @param told called with the number of requests so far, in the handler's first instruction, on the device's executor */
    void onRequests(IntConsumer told) {
        onRequests = told;
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        return new Handler();
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return new DeviceTemplate(TYPE, Map.of(), Map.of(), Set.of());
    }

    private final class Handler implements DeviceHandler {

        @Override
        public Readiness init(Publication keys) {
            return Readiness.ready();
        }

        @Override
        public Readiness connect(DeviceLink link, Origin origin) {
            NodeValues frontend = link.frontend("ring-ref", "event-channel");
            if (frontend.firstMissing().isPresent()) {
                return Readiness.waitFor(
                        Side.FRONTEND, "node " + frontend.firstMissing().get());
            }
            SharedMemory page = link.map(Access.READ_WRITE, frontend.grantReference("ring-ref"));
            EventChannel[] channel = new EventChannel[1];
            channel[0] = link.bind(frontend.eventChannel("event-channel"), () -> event(page, channel[0]));
            return Readiness.ready();
        }

        private void event(SharedMemory page, EventChannel channel) {
            int number = page.getIntAcquire(REQUESTS);
            onRequests.accept(number);
            page.putIntRelease(ANSWERS, number);
            channel.signal();
        }

        @Override
        public void connected() {
            connected.incrementAndGet();
        }

        @Override
        public void disconnect() {
            connected.decrementAndGet();
        }

        @Override
        public void close() {
            // the core frees the link's memory and port
        }
    }
}
