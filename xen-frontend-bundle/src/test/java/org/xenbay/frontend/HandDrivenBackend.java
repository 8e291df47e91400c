// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.embedded.EmbeddedXen;

/** The toolstack and a backend; the test makes each of their steps. */
final class HandDrivenBackend {

    private static final Duration MOMENT = Duration.ofMillis(2);

    final EmbeddedXen xen;
    final Guest guest;
    final StorePath back;
    final StorePath front;
    final AtomicInteger events = new AtomicInteger();
    SharedMemory page;
    EventChannel channel;
    ByteRingReader out;
    ByteRingWriter in;

    HandDrivenBackend(EmbeddedXen xen, Guest guest, String type, int number) {
        this.xen = xen;
        this.guest = guest;
        this.back = StorePath.of("/local/domain/0/backend/" + type + "/" + guest.domain() + "/" + number);
        this.front = guest.path().child("device/" + type + "/" + number);
    }

    /** What libxl writes. */
    HandDrivenBackend attach() {
        int domain = guest.domain();
        xen.store().transact(tx -> {
            tx.makeDirectory(back);
            tx.setPermissions(back, List.of(Permission.none(0), Permission.read(domain)));
            Map.of("frontend", front.toString(), "frontend-id", "" + domain, "online", "1", "state", "1")
                    .forEach((name, value) -> tx.write(back.child(name), value));
            tx.makeDirectory(front);
            tx.setPermissions(front, List.of(Permission.none(domain), Permission.read(0)));
            Map.of("backend", back.toString(), "backend-id", "0", "state", "1")
                    .forEach((name, value) -> tx.write(front.child(name), value));
            return null;
        });
        return this;
    }

    void detach() {
        xen.store().transact(tx -> {
            tx.remove(front);
            tx.remove(back);
            return null;
        });
    }

    void state(XenbusState state) {
        xen.store().write(back.child("state"), Integer.toString(state.number()));
    }

    String read(String node) {
        return xen.store().read(front.child(node)).orElse("");
    }

    void awaitFrontend(XenbusState state) {
        await(front + " is " + state)
                .pollInterval(MOMENT)
                .until(() -> XenbusState.ofNode(read("state")), state::equals);
    }

    /** Maps the console ring and binds its port. */
    void connectConsole() {
        page = xen.grants(guest.domain())
                .map(new int[] {Integer.parseUnsignedInt(read("ring-ref"))}, Access.READ_WRITE);
        connect(page, Integer.parseInt(read("port")));
    }

    void connectPrimary() {
        page = xen.foreignMemory()
                .orElseThrow()
                .map(guest.domain(), new long[] {guest.primaryConsole().frame()});
        connect(page, guest.primaryConsole().port().number());
    }

    private void connect(SharedMemory memory, int port) {
        in = new ByteRingWriter(memory, 0, 1024, 3072, 3076);
        out = new ByteRingReader(memory, 1024, 2048, 3080, 3084);
        channel = xen.eventChannels().bind(guest.domain(), port, this::event);
    }

    private void event() {
        events.incrementAndGet();
    }

    void disconnect() {
        channel.close();
        page.close();
    }

    /** Takes the bytes that the guest has written, and signals the guest if there were any. */
    byte[] drain() {
        channel.unmask();
        byte[] buffer = new byte[2048];
        int count = out.read(buffer, 0, buffer.length);
        if (count > 0) {
            channel.signal();
        }
        return Arrays.copyOf(buffer, count);
    }

    /** Types as many bytes as the ring has room for. */
    int type(byte[] bytes, int offset, int length) {
        int count = in.write(bytes, offset, length);
        if (count > 0) {
            channel.signal();
        }
        return count;
    }

    void type(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] done = {0};
        await("there is room for typing").pollInterval(MOMENT).until(() -> {
            done[0] += type(bytes, done[0], bytes.length - done[0]);
            return done[0] == bytes.length;
        });
    }
}
