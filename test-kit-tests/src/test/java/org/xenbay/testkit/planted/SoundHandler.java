// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit.planted;

import java.util.Optional;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/**
 * A handler without defects, which returns the bytes of its guest as the example does; planted bugs change one thing of it.
 * Its page holds two rings of {@value #RING} bytes, from the guest at 0 and to the guest behind it, then the indices.
 */
public class SoundHandler implements DeviceHandler {

    static final int RING = 1024;
    static final int IN_CONS = 2048;
    static final int IN_PROD = 2052;
    static final int OUT_CONS = 2056;
    static final int OUT_PROD = 2060;

    protected final DeviceContext device;
    protected SharedMemory page;
    protected EventChannel channel;
    protected byte[] buffer = new byte[RING];
    private ByteRingReader out;
    private ByteRingWriter in;

    public SoundHandler(DeviceContext device) {
        this.device = device;
    }

    @Override
    public Readiness init(Publication keys) throws Exception {
        keys.put("ring-bytes", RING);
        return Readiness.ready();
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) throws Exception {
        NodeValues frontend = nodes(link);
        if (frontend.firstMissing().isPresent()) {
            return Readiness.waitFor(
                    Side.FRONTEND, "node " + frontend.firstMissing().get());
        }
        if (origin instanceof Origin.Resumed resumed) {
            resume(resumed.parked());
        }
        page = link.map(Access.READ_WRITE, frontend.grantReference("ring-ref"));
        out = new ByteRingReader(page, 0, RING, OUT_CONS, OUT_PROD);
        in = new ByteRingWriter(page, RING, RING, IN_CONS, IN_PROD);
        channel = link.bind(frontend.eventChannel("event-channel"), this::echo);
        if (origin == Origin.adopted()) {
            channel.signal(); // the killed process may have written an echo without a signal
        }
        return Readiness.ready();
    }

    protected NodeValues nodes(DeviceLink link) {
        return link.frontend("ring-ref", "event-channel");
    }

    protected void resume(Parked parked) {
        if (parked.version() != 1) {
            throw new RefusedStateException("known is version 1, not " + parked);
        }
    }

    protected void echo() throws Exception {
        boolean moved = false;
        for (int room = in.free(); room > 0 && out.available() > 0; room = in.free()) {
            in.write(buffer, 0, out.read(buffer, 0, room));
            moved = true;
        }
        if (moved) {
            channel.signal();
        }
    }

    @Override
    public Optional<Parked> park() {
        return Optional.of(new Parked(1, new byte[] {'1'}));
    }

    @Override
    public void disconnect() {}

    @Override
    public void close() {}
}
