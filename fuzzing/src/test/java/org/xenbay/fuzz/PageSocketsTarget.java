// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.web.access.Access;

/**
 * Frames of the page's WebSockets: of the list of devices, of a console, and of a screen, whose viewer sends RFB messages. Whoever may only
 * look types, points and copies nothing, however the messages are cut.
 */
final class PageSocketsTarget implements FuzzTarget {

    private static final int MOST = 200;

    /** From this first byte on, a browser goes without a word. */
    private static final int VANISHES = 192;

    private static final String[] SOCKETS = {"screen?id=%d/vfb/0", "console?id=%d/console/0", "live"};
    private static final String[] GREETINGS = {
        "RFB 003.008\n\1\1", "RFB 003.008\n\1\0", "RFB 003.003\n\1", "RFB 003.008\n\2\1", "\4\1"
    };
    private static final int[] OPCODES = {2, 2, 2, 1, 0, 8, 9, 10};
    private static final int LONG = 126;

    private final PageHost host;

    PageSocketsTarget(Path folder) throws IOException {
        host = new PageHost(folder);
    }

    @Override
    public void run(Input input) throws Exception {
        int begin = input.u8();
        boolean looks = (begin & 1) == 0;
        String socket = SOCKETS[(begin >> 1) % SOCKETS.length].formatted(looks ? 2 : 1);
        PageHost.Session session = host.begin(looks ? Access.READ_ONLY : Access.FULL);
        try (StreamPeer browser = new StreamPeer(host.socket())) {
            boolean served = browser.send(upgrade(socket, session));
            Frames frames = new Frames(input, GREETINGS[input.choose(GREETINGS.length)]);
            for (int i = 0; served && i < MOST && !input.isEmpty(); i++) {
                served = browser.send(frames.next()) && browser.take() >= 0;
            }
            if (begin < VANISHES) {
                browser.finish();
                Finding.require(
                        DeviceHost.within(DeviceHost.TIMEOUT, () -> browser.take() < 0), "a connection does not end");
            }
        }
        host.end(session);
    }

    private static byte[] upgrade(String socket, PageHost.Session session) {
        return ("GET /socket/" + socket + " HTTP/1.1\r\nHost: " + PageHost.NAME + "\r\nOrigin: http://" + PageHost.NAME
                        + "\r\nCookie: xenbay-8006=" + session.cookie()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: xenbay, "
                        + session.key()
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** What a viewer sends, in frames that end anywhere. */
    private static final class Frames {
        private final Input input;
        private byte[] waiting;

        Frames(Input input, String greeting) {
            this.input = input;
            this.waiting = greeting.getBytes(StandardCharsets.US_ASCII);
        }

        byte[] next() {
            int kind = input.u8();
            if ((kind & 8) == 0) {
                ByteArrayOutputStream more = new ByteArrayOutputStream();
                more.writeBytes(waiting);
                more.writeBytes(VncTarget.message(input));
                waiting = more.toByteArray();
            }
            int count = (kind & 16) == 0 ? waiting.length : Math.min(waiting.length, input.u8());
            byte[] payload = Arrays.copyOf(waiting, count);
            waiting = Arrays.copyOfRange(waiting, count, waiting.length);
            return frame(kind, payload);
        }

        private byte[] frame(int kind, byte[] payload) {
            InputWriter frame = new InputWriter();
            boolean masked = (kind & 128) == 0 || input.choose(8) != 7;
            int flags = (kind & 64) == 0 ? 0x80 : input.u8() & 0xF0;
            frame.u8(flags | OPCODES[kind & 7]);
            long length = (kind & 32) == 0 ? payload.length : input.number();
            int mask = masked ? 0x80 : 0;
            if (length >= 0 && length < LONG) {
                frame.u8(mask | (int) length);
            } else if (length >= 0 && length < 1 << 16) {
                frame.u8(mask | LONG).u8((int) length >> 8).u8((int) length);
            } else {
                frame.u8(mask | LONG + 1);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    frame.u8((int) (length >> shift));
                }
            }
            return (masked ? frame.u32(0) : frame).bytes(payload).toBytes();
        }
    }

    @Override
    public Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        for (int begin = 0; begin < 2 * SOCKETS.length; begin++) {
            seeds.put("a-viewer-of-socket-" + begin, viewer(begin, 0));
            seeds.put("a-viewer-of-socket-" + begin + "-in-single-bytes", viewer(begin, 16));
            InputWriter controls = new InputWriter().u8(begin).u8(0);
            for (int opcode = 0; opcode < OPCODES.length; opcode++) {
                controls.u8(8 + opcode).u8(8 + 64 + opcode).u8(opcode << 4);
            }
            seeds.put("frames-of-each-kind-at-socket-" + begin, controls.toBytes());
            InputWriter lengths = new InputWriter().u8(begin).u8(0);
            for (int edge = 0; edge < Input.EDGES.length; edge++) {
                lengths.u8(8 + 32).u8(Input.EDGE + edge);
            }
            seeds.put("lengths-that-cannot-be-at-socket-" + begin, lengths.toBytes());
        }
        for (int greeting = 0; greeting < GREETINGS.length; greeting++) {
            seeds.put(
                    "a-viewer-that-begins-with-" + greeting,
                    new InputWriter()
                            .u8(0)
                            .u8(greeting)
                            .u8(0)
                            .u8(3)
                            .u8('a')
                            .u8(0)
                            .u8(4)
                            .u8(1)
                            .u16(1)
                            .u16(1)
                            .toBytes());
        }
        seeds.put(
                "a-browser-that-vanishes",
                new InputWriter().u8(VANISHES).u8(0).u8(0).u8(3).u8('a').toBytes());
        return seeds;
    }

    /** Each message once, as {@link VncTarget#message} reads them. */
    private static byte[] viewer(int begin, int cut) {
        InputWriter script = new InputWriter().u8(begin).u8(0);
        script.u8(cut).u8(0).u8(0);
        piece(script, cut);
        script.u8(cut).u8(1).u8(2).number(0).number(16);
        piece(script, cut);
        script.u8(cut).u8(0x83).u8('a');
        piece(script, cut);
        script.u8(cut).u8(4).u8(1).u16(3).u16(4);
        piece(script, cut);
        script.u8(cut).u8(5).u8(3);
        piece(script, cut);
        script.u8(cut).u8(6).number('a').u8(30);
        piece(script, cut);
        script.u8(cut).u8(7).u8(4).number(1);
        piece(script, cut);
        script.u8(cut).u8(0x1F).u16(640).u16(480).u8(1);
        for (int i = 0; i < 100 && cut != 0; i++) {
            script.u8(8 + cut).u8(1);
        }
        return script.u8(8).toBytes();
    }

    private static void piece(InputWriter script, int cut) {
        if (cut != 0) {
            script.u8(1);
        }
    }

    @Override
    public void close() throws IOException {
        host.close();
    }
}
