// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputSource;
import org.xenbay.vnc.VncComponent;
import org.xenbay.vnc.VncSource;

/** The VNC servers under a viewer that sends anything; when it has gone, no key is down any more. */
final class VncTarget implements FuzzTarget {

    private static final int MOST = 300;

    /** From this first byte on, a viewer goes without a word and without taking what it was sent. */
    private static final int VANISHES = 192;

    private static final String[] GREETINGS = {
        "RFB 003.008\n", "RFB 003.003\n", "RFB 003.007\n", "RFB 004.000\n", "GET / HTTP/1.1"
    };

    /** A server that shows a text, and one that shows a guest's screen. */
    private final List<Path> sockets;

    private final VncSource source;
    private final DrawnScreen screen = new DrawnScreen();
    private final VncComponent servers;
    private final Set<Integer> down = ConcurrentHashMap.newKeySet();

    VncTarget(Path folder) throws Exception {
        Path socket = folder.resolve("text");
        source = new VncSource(Map.of("socket", socket.toString()));
        servers = new VncComponent(context(folder), Map.of(), null, null);
        servers.addScreen(screen);
        sockets = List.of(socket, Path.of(servers.servers().addresses().get(0).socket()));
        source.open(sink());
    }

    /** What the servers ask of the framework: the run folder, and to make their source known. */
    private BundleContext context(Path folder) {
        InvocationHandler calls = (proxy, method, arguments) -> {
            if (method.getName().equals("getProperty")) {
                return folder.toString();
            }
            if (arguments[1] instanceof InputSource viewers) {
                viewers.open(sink());
            }
            return Proxy.newProxyInstance(
                    VncTarget.class.getClassLoader(),
                    new Class<?>[] {ServiceRegistration.class},
                    (registration, unregister, nothing) -> null);
        };
        return (BundleContext)
                Proxy.newProxyInstance(VncTarget.class.getClassLoader(), new Class<?>[] {BundleContext.class}, calls);
    }

    private InputSource.Sink sink() {
        return new InputSource.Sink() {
            @Override
            public void frame(List<InputEvent> events) {
                for (InputEvent event : events) {
                    if (event instanceof InputEvent.Key key) {
                        note(key);
                    }
                }
            }

            @Override
            public void releaseAll(String why) {}
        };
    }

    private void note(InputEvent.Key key) {
        if (key.pressed()) {
            down.add(key.code());
        } else {
            down.remove(key.code());
        }
    }

    @Override
    public void run(Input input) throws Exception {
        int begin = input.u8();
        boolean vanishes = begin >= VANISHES;
        try (StreamPeer viewer = new StreamPeer(sockets.get(begin / GREETINGS.length % sockets.size()))) {
            String greeting = GREETINGS[begin % GREETINGS.length];
            boolean served = viewer.send(greeting.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            served = served && viewer.send(new byte[] {1, 1});
            for (int i = 0; served && i < MOST && !input.isEmpty(); i++) {
                served = viewer.send(message(input)) && viewer.take() >= 0;
                screen.draw(i);
            }
            if (!vanishes) {
                // Else connections pile up, as there are more of them than the server's threads get to.
                viewer.finish();
                Finding.require(
                        DeviceHost.within(DeviceHost.TIMEOUT, () -> viewer.take() < 0), "a connection does not end");
            }
        }
        Finding.require(
                DeviceHost.within(DeviceHost.TIMEOUT, down::isEmpty), "keys are down that no viewer holds: " + down);
    }

    /** A message of a kind that there is, and now and then bytes as they come. */
    static byte[] message(Input input) {
        InputWriter message = new InputWriter();
        int kind = input.u8();
        switch (kind & 7) {
            case 0 -> message.u8(0).bytes(new byte[3]).bytes(pixelFormat(input));
            case 1 -> {
                int count = input.u8();
                message.u8(2).u8(0).u8(kind >> 7).u8(count);
                for (int i = 0; i < count; i++) {
                    message.u32((int) input.number());
                }
            }
            case 2 -> message.u8(3).u8(kind >> 7).bytes(new byte[8]);
            case 3 ->
                message.u8(4)
                        .u8(kind >> 7)
                        .u16(0)
                        .u8(0)
                        .u8(0)
                        .u8(kind >> 3 & 15)
                        .u8(input.u8());
            case 4 -> message.u8(5).u8(input.u8()).u16(input.u16()).u16(input.u16());
            case 5 -> {
                int length = input.u8();
                message.u8(6).bytes(new byte[3]).u32(length << 24).bytes(new byte[length]);
            }
            case 6 ->
                message.u8(255)
                        .u8(0)
                        .u8(0)
                        .u8(kind >> 7)
                        .u32((int) input.number())
                        .u16(0)
                        .u8(0)
                        .u8(input.u8());
            default -> extension(kind >> 3, input, message);
        }
        return message.toBytes();
    }

    private static void extension(int kind, Input input, InputWriter message) {
        switch (kind) {
            case 0 -> {
                int length = input.u8();
                message.u8(248)
                        .bytes(new byte[3])
                        .u32((int) input.number())
                        .u8(length)
                        .bytes(new byte[length]);
            }
            case 1, 2 -> message.u8(150).u8(kind - 1).bytes(new byte[8]);
            case 3 -> {
                int screens = input.u8();
                message.u8(251)
                        .u8(0)
                        .u16(input.u16())
                        .u16(input.u16())
                        .u8(screens)
                        .u8(0)
                        .bytes(new byte[16 * screens]);
            }
            default -> message.bytes(input.bytes(1 + kind));
        }
    }

    private static byte[] pixelFormat(Input input) {
        byte[] format = {32, 24, 0, 1, 0, -1, 0, -1, 0, -1, 16, 8, 0, 0, 0, 0};
        for (int i = input.choose(4); i > 0; i--) {
            format[input.choose(format.length)] = (byte) input.u8();
        }
        return format;
    }

    @Override
    public Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        for (int greeting = 0; greeting < GREETINGS.length; greeting++) {
            seeds.put(
                    "a-viewer-of-version-" + greeting,
                    new InputWriter()
                            .u8(greeting)
                            .u8(0)
                            .u8(0)
                            .u8(1)
                            .u8(3)
                            .number(0)
                            .number(16)
                            .number(-258)
                            .u8(2)
                            .u8(0x83)
                            .u8('a')
                            .u8(3)
                            .u8('a')
                            .u8(0x83)
                            .u8('A')
                            .u8(0xFB)
                            .u8(0xE1)
                            .u8(4)
                            .u8(1)
                            .u16(10)
                            .u16(20)
                            .u8(5)
                            .u8(3)
                            .u8(0x86)
                            .number('a')
                            .u8(30)
                            .u8(2)
                            .toBytes());
        }
        for (int encoding : new int[] {0, 5, 7, 16}) {
            seeds.put("a-picture-in-encoding-" + encoding, picture(encoding));
        }
        for (int at = 0; at < 16; at++) {
            InputWriter script = new InputWriter().u8(0);
            for (int value : new int[] {0, 1, 7, 16, 33, 127, 128, 255}) {
                script.u8(0).u8(1).u8(at).u8(value).u8(2);
            }
            seeds.put("pixels-of-a-strange-format-" + at, script.toBytes());
        }
        return seeds;
    }

    /** A viewer that knows everything: it asks, has fences, and gets updates by itself. */
    private static byte[] picture(int encoding) {
        InputWriter script = new InputWriter().u8(GREETINGS.length).u8(1).u8(7).number(encoding);
        script.number(1).number(-23).number(-223).number(-308).number(-312).number(-313);
        for (int i = 0; i < 12; i++) {
            script.u8(2).u8(0x82).u8(7).number(1 << 31).u8(3);
        }
        return script.u8(0x1F).u8(10).u8(10).u8(1).u8(0x17).u8(2).u8(0x0F).toBytes();
    }

    @Override
    public void close() {
        servers.deactivate();
        source.close();
    }
}
