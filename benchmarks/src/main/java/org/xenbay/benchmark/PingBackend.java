// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
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

/** The least a backend can do: one page, one event channel, each event answered with an event. */
final class PingBackend implements XenDevOps {

    static final String TYPE = "ping";

    final AtomicInteger connected = new AtomicInteger();
    /** Time of the latest call of a handler, System.nanoTime(). */
    volatile long handledAt;

    @Override
    public DeviceHandler open(DeviceContext device) {
        return new Handler();
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return new DeviceTemplate(TYPE, Map.of(), Map.of(), Set.of());
    }

    private final class Handler implements DeviceHandler {
        private EventChannel channel;

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
            link.map(Access.READ_WRITE, frontend.grantReference("ring-ref"));
            channel = link.bind(frontend.eventChannel("event-channel"), this::event);
            return Readiness.ready();
        }

        @Override
        public void connected() {
            connected.incrementAndGet();
        }

        private void event() {
            handledAt = System.nanoTime();
            channel.signal();
        }

        @Override
        public void disconnect() {
            connected.decrementAndGet();
        }

        @Override
        public void close() {
            // holds nothing but what the link gives back
        }
    }
}
