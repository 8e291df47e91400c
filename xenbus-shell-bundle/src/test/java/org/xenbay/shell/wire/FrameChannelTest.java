// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FrameChannelTest {

    /** Gives and takes three bytes at a time, as a slow connection does. */
    private static final class Trickle implements ByteChannel {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final ByteBuffer incoming;

        Trickle(byte... incoming) {
            this.incoming = ByteBuffer.wrap(incoming);
        }

        @Override
        public int read(ByteBuffer target) {
            if (!incoming.hasRemaining()) {
                return -1;
            }
            int count = 0;
            while (count < 3 && target.hasRemaining() && incoming.hasRemaining()) {
                target.put(incoming.get());
                count++;
            }
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            int count = Math.min(3, source.remaining());
            for (int i = 0; i < count; i++) {
                written.write(source.get());
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            incoming.position(incoming.limit());
        }
    }

    private static byte[] bytesOf(FrameType type, byte[] payload) throws IOException {
        Trickle wire = new Trickle();
        new FrameChannel(wire).write(type, payload);
        return wire.written.toByteArray();
    }

    @Property
    void aFrameComesBackWhole(@ForAll FrameType type, @ForAll byte[] payload) throws IOException {
        Frame frame =
                new FrameChannel(new Trickle(bytesOf(type, payload))).read().orElseThrow();
        assertThat(frame.type()).isEqualTo(type);
        assertThat(frame.payload()).isEqualTo(payload);
    }

    @Test
    void moreThanAFrameCanCarryGoesIntoSeveral() throws IOException {
        byte[] much = new byte[Frame.MAX_PAYLOAD * 2 + 1];
        much[much.length - 1] = 9;
        FrameChannel back = new FrameChannel(new Trickle(bytesOf(FrameType.STDOUT, much)));
        List<Integer> lengths = List.of(
                back.read().orElseThrow().payload().length,
                back.read().orElseThrow().payload().length,
                back.read().orElseThrow().payload().length);
        assertThat(lengths).containsExactly(Frame.MAX_PAYLOAD, Frame.MAX_PAYLOAD, 1);
        assertThat(back.read()).isEqualTo(Optional.empty());
    }

    @Test
    void anEndInsideAFrameIsAnError() throws IOException {
        byte[] whole = bytesOf(FrameType.STDIN, new byte[] {1, 2, 3});
        for (int length = 1; length < whole.length; length++) {
            FrameChannel cut = new FrameChannel(new Trickle(Arrays.copyOf(whole, length)));
            assertThatThrownBy(cut::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void lengthsAndTypesThatCannotBeAreRefusedBeforeAnythingIsAllocated() {
        assertRefused(0, 0x7F, 0xFF, 0xFF, 0xFF);
        assertRefused(0, 0xFF, 0xFF, 0xFF, 0xFF);
        assertRefused(0, 0, 1, 0, 1);
        assertRefused(7, 0, 0, 0, 0);
        assertRefused(0x80, 0, 0, 0, 0);
    }

    private static void assertRefused(int... header) {
        byte[] bytes = new byte[header.length];
        for (int i = 0; i < header.length; i++) {
            bytes[i] = (byte) header[i];
        }
        assertThatThrownBy(() -> new FrameChannel(new Trickle(bytes)).read()).isInstanceOf(ProtocolException.class);
    }
}
