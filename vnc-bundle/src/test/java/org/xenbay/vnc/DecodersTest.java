// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.vnc.encoding.Bytes;
import org.xenbay.vnc.encoding.Encoder;
import org.xenbay.vnc.encoding.HextileEncoder;
import org.xenbay.vnc.encoding.PixelFormat;
import org.xenbay.vnc.encoding.RawEncoder;
import org.xenbay.vnc.encoding.TightEncoder;
import org.xenbay.vnc.encoding.ZrleEncoder;

/** The tests' viewer tells a connection that has ended from bytes that make no picture: after a kill the former is right. */
class DecodersTest {

    private static final int WIDTH = 72;
    private static final int HEIGHT = 12;

    private final Random random = new Random(5);

    private static Encoder encoder(int number, boolean continued) {
        return switch (number) {
            case RawEncoder.NUMBER -> new RawEncoder();
            case HextileEncoder.NUMBER -> new HextileEncoder();
            case TightEncoder.NUMBER -> new TightEncoder(2, continued);
            default -> new ZrleEncoder(2, continued);
        };
    }

    /** @return pixels of so many colours, which nothing makes much smaller */
    private int[] noise(int colours) {
        int[] palette = random.ints(colours, 0, 1 << 24).toArray();
        int[] pixels = new int[WIDTH * HEIGHT];
        Arrays.setAll(pixels, i -> palette[random.nextInt(colours)]);
        return pixels;
    }

    /** Adds an update of one rectangle. */
    private static void update(Encoder encoder, int[] pixels, Bytes out) {
        out.u8(0).u8(0).u16(1).u16(0).u16(0).u16(WIDTH).u16(HEIGHT).u32(encoder.number());
        encoder.encode(pixels.clone(), WIDTH, HEIGHT, PixelFormat.SERVER, out);
    }

    /** @param bytes all that comes before the connection ends */
    private static RfbClient viewer(byte... bytes) {
        RfbClient viewer = new RfbClient(() -> {}, new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
        viewer.width = WIDTH;
        viewer.height = HEIGHT;
        viewer.picture = new int[WIDTH * HEIGHT];
        return viewer;
    }

    @ParameterizedTest
    @ValueSource(ints = {RawEncoder.NUMBER, HextileEncoder.NUMBER, TightEncoder.NUMBER, ZrleEncoder.NUMBER})
    void anUpdateThatIsCutAtAnyByteIsTheEndOfTheConnection(int encoding) throws IOException {
        for (int colours : new int[] {2, 12, 1 << 12}) {
            Bytes message = new Bytes(1 << 12);
            int[] pixels = noise(colours);
            try (Encoder encoder = encoder(encoding, false)) {
                update(encoder, pixels, message);
            }
            byte[] bytes = message.toArray();
            for (int length = 0; length < bytes.length; length++) {
                RfbClient viewer = viewer(Arrays.copyOf(bytes, length));
                assertThatThrownBy(viewer::update)
                        .as("%s of %s bytes, %s colours", length, bytes.length, colours)
                        .isInstanceOf(EOFException.class);
            }
            RfbClient whole = viewer(bytes);
            whole.update();
            assertThat(whole.picture).isEqualTo(pixels);
        }
    }

    /** Two updates of two processes; the second one knows nothing of the first one but that the stream has begun, or not even that. */
    private byte[] ofTwoProcesses(int encoding, int[] pixels, boolean continued) {
        Bytes messages = new Bytes(1 << 12);
        try (Encoder first = encoder(encoding, false);
                Encoder second = encoder(encoding, continued)) {
            update(first, noise(12), messages);
            update(second, pixels, messages);
        }
        return messages.toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {TightEncoder.NUMBER, ZrleEncoder.NUMBER})
    void aStreamGoesOnWithTheNextProcess(int encoding) throws IOException {
        for (int colours : new int[] {2, 3, 12, 100}) {
            int[] pixels = noise(colours);
            RfbClient viewer = viewer(ofTwoProcesses(encoding, pixels, true));
            viewer.update();
            viewer.update();
            assertThat(viewer.picture).isEqualTo(pixels);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TightEncoder.NUMBER, ZrleEncoder.NUMBER})
    void aStreamThatBeginsOnceMoreIsNoEndOfTheConnection(int encoding) throws IOException {
        RfbClient viewer = viewer(ofTwoProcesses(encoding, noise(12), false));
        viewer.update();
        assertThatThrownBy(viewer::update).isInstanceOf(AssertionError.class).hasMessage("the stream is broken");
    }

    /** As many bytes as the message says, and fewer than the rectangle needs. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 12, 100})
    void aRectangleWithoutItsLastRowsIsNoEndOfTheConnection(int colours) {
        Bytes message = new Bytes(1 << 12);
        try (ZrleEncoder encoder = new ZrleEncoder(2, false)) {
            message.u8(0).u8(0).u16(1).u16(0).u16(0).u16(WIDTH).u16(HEIGHT).u32(ZrleEncoder.NUMBER);
            encoder.encode(noise(colours), 64, HEIGHT, PixelFormat.SERVER, message);
        }
        RfbClient viewer = viewer(message.toArray());
        assertThatThrownBy(viewer::update)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("fewer bytes than the tiles need");
    }
}
