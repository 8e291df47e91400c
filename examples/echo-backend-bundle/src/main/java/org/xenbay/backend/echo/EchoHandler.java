// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
import org.xenbay.api.figure.Counter;
import org.xenbay.api.figure.Load;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/** One echo device. {@link EchoPage} describes its page. */
final class EchoHandler implements DeviceHandler {

    private final DeviceContext device;
    private final Settings settings;
    private final Counter echoed;
    private final byte[] buffer = new byte[EchoPage.RING];
    private @Nullable Connection connection;

    /** The state of a connection; absent before {@link #connect}. */
    private record Connection(ByteRingReader out, ByteRingWriter in, EventChannel channel) {}

    EchoHandler(DeviceContext device, Settings settings) {
        this.device = device;
        this.settings = settings;
        this.echoed = device.figures().counter("echoed_bytes", Load.READ_BYTES, "bytes that came back to the guest");
        device.figures().gauge("waiting_bytes", "bytes that wait for room in the guest's ring", this::waiting);
    }

    /** @return a number of bytes; the core calls the gauge on the device's executor */
    private int waiting() {
        return connection == null ? 0 : connection.out().available();
    }

    /** Publishes the backend's features; they become visible together with state InitWait. */
    @Override
    public Readiness init(Publication keys) {
        keys.put("ring-bytes", EchoPage.RING);
        return Readiness.ready();
    }

    /**
     * The frontend has published its ring: map it, and bind its event channel. A connection that is adopted after a kill
     * continues with the bytes in the ring; only a parked predecessor leaves a state in addition.
     */
    @Override
    public Readiness connect(DeviceLink link, Origin origin) {
        NodeValues frontend = link.frontend("ring-ref", "event-channel");
        Optional<String> missing = frontend.firstMissing();
        if (missing.isPresent()) {
            return Readiness.waitFor(Side.FRONTEND, "node " + missing.get());
        }
        if (origin instanceof Origin.Resumed resumed) {
            echoed.continueFrom(read(resumed.parked()));
        }
        SharedMemory page = link.map(Access.READ_WRITE, frontend.grantReference("ring-ref"));
        ByteRingReader out =
                new ByteRingReader(page, EchoPage.OUT, EchoPage.RING, EchoPage.OUT_CONS, EchoPage.OUT_PROD);
        ByteRingWriter in = new ByteRingWriter(page, EchoPage.IN, EchoPage.RING, EchoPage.IN_CONS, EchoPage.IN_PROD);
        EventChannel channel = link.bind(frontend.eventChannel("event-channel"), this::echo);
        connection = new Connection(out, in, channel);
        if (origin == Origin.adopted()) {
            channel.signal(); // the killed process may have written an echo without a signal
        }
        return Readiness.ready();
    }

    /** The guest has written, or has made room. Bytes stay in the guest's ring until there is room for their echo. */
    private void echo() {
        if (connection != null) {
            echo(connection.out(), connection.in(), connection.channel());
        }
    }

    private void echo(ByteRingReader out, ByteRingWriter in, EventChannel channel) {
        int most = settings.get(EchoSettings.MOST).intValue();
        int moved = 0;
        for (int room = in.free(); room > 0 && out.available() > 0; room = in.free()) {
            int count = out.read(buffer, 0, Math.min(room, most));
            if (settings.get(EchoSettings.UPPER)) {
                raise(buffer, count);
            }
            in.write(buffer, 0, count);
            moved += count;
        }
        if (moved > 0) {
            echoed.add(moved);
            channel.signal();
        }
    }

    private static void raise(byte[] text, int count) {
        for (int i = 0; i < count; i++) {
            if (text[i] >= 'a' && text[i] <= 'z') {
                text[i] -= 'a' - 'A';
            }
        }
    }

    /** Hands over the number of echoed bytes only: the rings' indices are in the page. */
    @Override
    public Optional<Parked> park() {
        return Optional.of(new Parked(1, Long.toString(echoed.value()).getBytes(StandardCharsets.US_ASCII)));
    }

    private static long read(Parked parked) {
        if (parked.version() != 1) {
            throw new RefusedStateException("parked state of version " + parked.version() + ", known is 1");
        }
        try {
            return Long.parseLong(new String(parked.state(), StandardCharsets.US_ASCII));
        } catch (NumberFormatException damaged) {
            throw new RefusedStateException("parked state that is no number");
        }
    }

    @Override
    public void disconnect() {
        connection = null; // the gauge is called later, too
        device.log().info("echoed " + echoed.value() + " bytes");
    }

    @Override
    public void close() {
        // the core frees memory and port with the link
    }
}
