// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.screen.Area;
import org.xenbay.vnc.encoding.PixelFormat;
import org.xenbay.vnc.keys.ViewerInput;

/** Reads a viewer's messages (RFC 6143, 7.5; extensions: rfbproto). Whatever is sent needs no memory that grows with it. */
final class ViewerMessages {

    private static final int SET_PIXEL_FORMAT = 0;
    private static final int SET_ENCODINGS = 2;
    private static final int UPDATE_REQUEST = 3;
    private static final int KEY_EVENT = 4;
    private static final int POINTER_EVENT = 5;
    private static final int CUT_TEXT = 6;
    private static final int CONTINUOUS_UPDATES = 150;
    private static final int SET_DESKTOP_SIZE = 251;
    private static final int QEMU = 255;
    private static final int QEMU_KEY = 0;
    private static final int BYTES_OF_SCREEN = 16;

    /** Most bytes of a clipboard, which are skipped. */
    private static final int MAX_TEXT = 1 << 20;

    private final Connection connection;
    private final DataInputStream in;
    private final Requests requests;
    private final ViewerInput input;
    private final Painting painting;
    private final Consumer<List<InputEvent>> sink;

    /**
     * @param connection hears which messages are done
     * @param in gives the messages, perhaps decrypted
     */
    ViewerMessages(
            Connection connection,
            DataInputStream in,
            Requests requests,
            ViewerInput input,
            Painting painting,
            Consumer<List<InputEvent>> sink) {
        this.connection = connection;
        this.in = in;
        this.requests = requests;
        this.input = input;
        this.painting = painting;
        this.sink = sink;
    }

    /**
     * Takes one. A message is done before it is taken out of the kernel, so that a kill loses none; done twice it does no harm. Input
     * is passed on afterwards, so that a kill makes no key come twice.
     */
    void take() throws IOException, InterruptedException {
        int type = in.readUnsignedByte();
        switch (type) {
            case SET_PIXEL_FORMAT -> {
                in.skipNBytes(3);
                requests.format(PixelFormat.read(in));
            }
            case SET_ENCODINGS -> encodings();
            case UPDATE_REQUEST -> request();
            case KEY_EVENT -> key();
            case POINTER_EVENT -> pointer();
            case CUT_TEXT -> text();
            case CONTINUOUS_UPDATES -> {
                boolean on = in.readUnsignedByte() != 0;
                in.skipNBytes(8);
                requests.continuous(on);
            }
            case Fence.TYPE -> requests.fence(Fence.read(in));
            case SET_DESKTOP_SIZE -> {
                in.skipNBytes(5);
                int screens = in.readUnsignedByte();
                in.skipNBytes(1 + (long) screens * BYTES_OF_SCREEN);
                requests.refuseSize();
            }
            case QEMU -> qemu(in.readUnsignedByte());
            default -> throw new IOException("the viewer sends a message of type " + type);
        }
        connection.taken();
    }

    private void key() throws IOException {
        boolean down = in.readUnsignedByte() != 0;
        in.skipNBytes(2);
        int keysym = in.readInt();
        connection.taken();
        sink.accept(input.key(keysym, down));
    }

    private void encodings() throws IOException, InterruptedException {
        in.skipNBytes(1);
        Abilities.Builder abilities = new Abilities.Builder();
        for (int count = in.readUnsignedShort(); count > 0; count--) {
            abilities.add(in.readInt());
        }
        requests.abilities(abilities.build());
    }

    /** What changed is sent wherever it is; an area without pixels stands for all. */
    private void request() throws IOException {
        boolean incremental = in.readUnsignedByte() != 0;
        int x = in.readUnsignedShort();
        int y = in.readUnsignedShort();
        int width = in.readUnsignedShort();
        int height = in.readUnsignedShort();
        boolean all = width == 0 || height == 0;
        Area area = all ? new Area(0, 0, 0xFFFF, 0xFFFF) : new Area(x, y, width, height);
        requests.update(incremental ? null : area);
    }

    private void pointer() throws IOException {
        int buttons = in.readUnsignedByte();
        int x = in.readUnsignedShort();
        int y = in.readUnsignedShort();
        connection.taken();
        Painting.Size size = painting.size();
        sink.accept(input.pointer(buttons, x, y, size.width(), size.height()));
    }

    private void text() throws IOException {
        in.skipNBytes(3);
        int length = in.readInt();
        if (length < -MAX_TEXT || length > MAX_TEXT) {
            throw new IOException("the viewer sends a clipboard of " + length + " bytes");
        }
        in.skipNBytes(Math.abs(length));
    }

    private void qemu(int type) throws IOException {
        if (type != QEMU_KEY) {
            throw new IOException("the viewer sends an extended message of type " + type);
        }
        boolean down = in.readUnsignedShort() != 0;
        int keysym = in.readInt();
        int scancode = in.readInt();
        connection.taken();
        sink.accept(input.scancode(scancode, keysym, down));
    }
}
