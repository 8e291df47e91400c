// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.backend.console.ConsoleBackend;

/** A console whose reader is at a socket: struct xencons_interface of xen/include/public/io/console.h. */
final class ConsoleKind implements DeviceKind {

    private static final int OUT = 1024;
    private static final int OUT_SIZE = 2048;
    private static final int OUT_PRODUCER = 3084;

    private final ConsoleBackend backend = new ConsoleBackend(Map.of());
    private final Path folder;
    private int consoles;

    ConsoleKind(Path folder) {
        this.folder = folder;
    }

    @Override
    public XenDevOps backend() {
        return backend;
    }

    @Override
    public String type() {
        return "console";
    }

    @Override
    public String frontendType() {
        return "console";
    }

    @Override
    public Map<String, String> options(int variant) {
        return Map.of(
                "connection",
                "socket",
                "path",
                folder.resolve("console" + ++consoles).toString(),
                "limit",
                "4096");
    }

    @Override
    public List<String> nodes() {
        return List.of("ring-ref", "port", "state", "tty", "limit", "output", "type", "protocol");
    }

    @Override
    public int[] offsets() {
        return new int[] {3072, 3076, 3080, OUT_PRODUCER, 3088};
    }

    @Override
    public int pages() {
        return 1;
    }

    @Override
    public Map<String, String> publish(GuestHands hands) {
        Map<String, String> nodes = new LinkedHashMap<>(hands.references("ring-ref"));
        nodes.put("port", Integer.toString(hands.port.number()));
        return nodes;
    }

    /** Writes some bytes, as many as may be more than there is room for. */
    @Override
    public void act(GuestHands hands, Input input) {
        int producer = hands.memory.getIntAcquire(OUT_PRODUCER);
        int count = input.u8() * 16;
        for (int i = 0; i < count; i++) {
            hands.memory.putByte(OUT + (producer + i & OUT_SIZE - 1), i);
        }
        hands.memory.putIntRelease(OUT_PRODUCER, producer + count);
        hands.port.signal();
    }

    /** A reader comes, types something and goes. */
    @Override
    public void happen(GuestHands hands, Input input) {
        try (SocketChannel reader =
                SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("console" + consoles)))) {
            reader.write(ByteBuffer.allocate(input.u8() * 8));
        } catch (IOException notThere) {
            // There is a reader only while the console is open.
        }
    }

    @Override
    public void close() {
        backend.deactivate();
    }
}
