// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A viewer that keeps the picture as pixels of its own format. */
final class RfbClient implements AutoCloseable {

    /** A pixel format as a viewer sends it. */
    record Format(int bits, int depth, boolean bigEndian, int[] most, int[] shifts) {
        static final Format SERVERS = new Format(32, 24, false, new int[] {255, 255, 255}, new int[] {16, 8, 0});

        int pixel(int rgb) {
            int pixel = 0;
            for (int i = 0; i < 3; i++) {
                int intensity = rgb >> 16 - 8 * i & 255;
                pixel |= (int) Math.round(intensity * most[i] / 255.0) << shifts[i];
            }
            return pixel;
        }
    }

    /** A rectangle's head. */
    record Rectangle(int x, int y, int width, int height, int encoding) {}

    private final AutoCloseable connection;
    DataInputStream in;
    DataOutputStream out;
    Format format = Format.SERVERS;
    String name;
    int width;
    int height;
    int[] picture;
    private final Decoders decoders = new Decoders();

    RfbClient(AutoCloseable connection, InputStream in, OutputStream out) {
        this.connection = connection;
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(out);
    }

    /** A viewer that has its first size, by TCP and without a password. */
    static RfbClient greeted(Socket socket) throws IOException {
        RfbClient client = new RfbClient(socket, socket.getInputStream(), socket.getOutputStream());
        assertThat(client.version("RFB 003.008\n")).containsExactly(1);
        client.out.writeByte(1);
        assertThat(client.in.readInt()).isZero();
        return client.begin();
    }

    static RfbClient connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        return new RfbClient(channel, ChannelStreams.input(channel), ChannelStreams.output(channel));
    }

    /** A viewer that has its first size. */
    static RfbClient greeted(Path socket) throws IOException {
        RfbClient client = connect(socket);
        assertThat(client.version("RFB 003.008\n")).containsExactly(1);
        client.out.writeByte(1);
        assertThat(client.in.readInt()).isZero();
        return client.begin();
    }

    /** @return the security types that are offered */
    byte[] version(String version) throws IOException {
        assertThat(new String(bytes(12), StandardCharsets.US_ASCII)).isEqualTo("RFB 003.008\n");
        out.writeBytes(version);
        return bytes(in.readUnsignedByte());
    }

    /**
     * Takes so many bytes; {@link InputStream#readNBytes(int)} gives fewer at the end of the connection.
     *
     * @throws java.io.EOFException when the connection ends before
     */
    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
    }

    String reason() throws IOException {
        return new String(bytes(in.readInt()), StandardCharsets.UTF_8);
    }

    RfbClient begin() throws IOException {
        out.writeByte(1);
        size(in.readUnsignedShort(), in.readUnsignedShort());
        in.skipNBytes(16);
        name = reason();
        return this;
    }

    private void size(int wide, int high) {
        width = wide;
        height = high;
        picture = new int[wide * high];
    }

    RfbClient encodings(int... numbers) throws IOException {
        out.write(new byte[] {2, 0});
        out.writeShort(numbers.length);
        for (int number : numbers) {
            out.writeInt(number);
        }
        return this;
    }

    RfbClient format(Format now) throws IOException {
        format = now;
        out.write(new byte[] {0, 0, 0, 0, (byte) now.bits, (byte) now.depth, (byte) (now.bigEndian ? 1 : 0), 1});
        for (int most : now.most) {
            out.writeShort(most);
        }
        for (int shift : now.shifts) {
            out.writeByte(shift);
        }
        out.write(new byte[3]);
        return this;
    }

    RfbClient request(boolean incremental) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream message = new DataOutputStream(bytes);
        message.write(new byte[] {3, (byte) (incremental ? 1 : 0), 0, 0, 0, 0});
        message.writeShort(width);
        message.writeShort(height);
        out.write(bytes.toByteArray());
        return this;
    }

    void key(int keysym, boolean down) throws IOException {
        out.write(new byte[] {4, (byte) (down ? 1 : 0), 0, 0});
        out.writeInt(keysym);
    }

    void pointer(int buttons, int x, int y) throws IOException {
        out.write(new byte[] {5, (byte) buttons});
        out.writeShort(x);
        out.writeShort(y);
    }

    void fence(int flags, String payload) throws IOException {
        out.write(new byte[] {(byte) 248, 0, 0, 0});
        out.writeInt(flags);
        out.writeByte(payload.length());
        out.writeBytes(payload);
    }

    /** @return flags and payload of the next message, which is a fence */
    String takeFence() throws IOException {
        assertThat(in.readUnsignedByte()).isEqualTo(248);
        return restOfFence();
    }

    private String restOfFence() throws IOException {
        in.skipNBytes(3);
        int flags = in.readInt();
        return Integer.toHexString(flags) + new String(bytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
    }

    /** Takes the next message, which is an update. */
    List<Rectangle> update() throws IOException {
        assertThat(in.readUnsignedByte()).as("an update").isZero();
        return restOfUpdate();
    }

    /**
     * Takes messages until an update was among them. Answers fences.
     *
     * @param answers gets the payloads of the server's answers to this viewer's fences
     */
    List<Rectangle> updateAmongOthers(Consumer<String> answers) throws IOException {
        while (true) {
            int type = in.readUnsignedByte();
            switch (type) {
                case 0 -> {
                    return restOfUpdate();
                }
                case 150 -> {}
                case 248 -> answer(answers);
                default -> throw new AssertionError("a message of type " + type);
            }
        }
    }

    private void answer(Consumer<String> answers) throws IOException {
        String fence = restOfFence();
        if (fence.startsWith("80000001")) {
            fence(1, fence.substring(8));
        } else {
            answers.accept(fence.substring(1));
        }
    }

    private List<Rectangle> restOfUpdate() throws IOException {
        in.skipNBytes(1);
        List<Rectangle> rectangles = new ArrayList<>();
        for (int count = in.readUnsignedShort(); count > 0; count--) {
            Rectangle rectangle = new Rectangle(
                    in.readUnsignedShort(),
                    in.readUnsignedShort(),
                    in.readUnsignedShort(),
                    in.readUnsignedShort(),
                    in.readInt());
            rectangles.add(rectangle);
            take(rectangle);
        }
        return rectangles;
    }

    private void take(Rectangle rectangle) throws IOException {
        switch (rectangle.encoding) {
            case -223 -> size(rectangle.width, rectangle.height);
            case -258 -> {}
            case -308 -> {
                in.skipNBytes(3 + in.readUnsignedByte() * 16L);
                if (rectangle.y == 0) {
                    size(rectangle.width, rectangle.height);
                }
            }
            default -> decoders.decode(this, rectangle);
        }
    }

    void set(int x, int y, int pixel) {
        picture[y * width + x] = pixel;
    }

    /** Takes updates until the picture is that one. */
    void awaitPicture(FakeScreen screen) throws IOException {
        while (!shows(screen)) {
            request(true);
            update();
        }
    }

    boolean shows(FakeScreen screen) {
        int[] wanted = screen.pixels();
        if (wanted.length != picture.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (format.pixel(wanted[i]) != picture[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (IOException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }
}
