// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.vnc.keys.Keysyms;
import org.xenbay.vnc.keys.ViewerInput;

/** One viewer's connection: this thread reads what the viewer sends, another ({@link RfbPainter}) sends the screen. */
final class RfbViewer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RfbViewer.class.getName());
    private static final String VERSION = "RFB 003.008\n";
    private static final int SECURITY_NONE = 1;

    /** How long a viewer may take to send its version when its place is needed. */
    private static final long GREETING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int SET_PIXEL_FORMAT = 0;
    private static final int SET_ENCODINGS = 2;
    private static final int UPDATE_REQUEST = 3;
    private static final int KEY_EVENT = 4;
    private static final int POINTER_EVENT = 5;
    private static final int CUT_TEXT = 6;
    private static final int QEMU = 255;
    private static final int QEMU_KEY = 0;

    /** Most bytes of a clipboard, which are skipped. */
    private static final int MAX_TEXT = 1 << 20;

    private final SocketChannel channel;
    private final RfbServer.Display desk;
    private final Consumer<RfbViewer> onEnd;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final RfbPainter painter;
    private final ViewerInput input;
    private final Thread thread;
    private final long came;
    private volatile boolean greeted;

    /** @param came when it connected, in nanoseconds */
    RfbViewer(SocketChannel channel, RfbServer.Display desk, Keysyms keysyms, long came, Consumer<RfbViewer> onEnd) {
        this.came = came;
        this.channel = channel;
        this.desk = desk;
        this.onEnd = onEnd;
        this.in = new DataInputStream(new BufferedInputStream(ChannelStreams.input(channel)));
        this.out = new DataOutputStream(new BufferedOutputStream(ChannelStreams.output(channel), 1 << 16));
        this.painter = new RfbPainter(out, desk);
        this.input = new ViewerInput(keysyms, desk::isCapsLocked);
        this.thread = DaemonThreads.of("xenbay-vnc-viewer", this::run);
    }

    void start() {
        thread.start();
    }

    /** @return whether it has connected long ago and has not sent its version yet */
    boolean isSilent(long now) {
        return !greeted && now - came > GREETING_NANOS;
    }

    void screenChanged() {
        painter.screenChanged();
    }

    private void run() {
        try {
            greet();
            greeted = true;
            painter.start();
            while (true) {
                message(in.readUnsignedByte());
            }
        } catch (IOException ended) {
            LOG.log(Level.DEBUG, "a viewer left: {0}", ended.toString());
        } finally {
            tell(input.releaseAll());
            close();
            onEnd.accept(this);
        }
    }

    private void greet() throws IOException {
        agreeOnSecurity(minorVersion());
        in.readUnsignedByte();
        describeScreen();
    }

    /** @return the second number of the viewer's version: 3, 7 or 8 of the published ones */
    private int minorVersion() throws IOException {
        out.writeBytes(VERSION);
        out.flush();
        String version = new String(in.readNBytes(VERSION.length()), StandardCharsets.US_ASCII);
        if (!version.matches("RFB 003\\.\\d{3}\n")) {
            throw new IOException("not a viewer: it begins with " + version.replaceAll("[^ -~]", "?"));
        }
        return Integer.parseInt(version.substring(8, 11));
    }

    private void agreeOnSecurity(int minor) throws IOException {
        if (minor < 7) {
            out.writeInt(SECURITY_NONE);
        } else {
            out.writeByte(1);
            out.writeByte(SECURITY_NONE);
            out.flush();
            if (in.readUnsignedByte() != SECURITY_NONE) {
                throw new IOException("the viewer wants a security type that was not offered");
            }
        }
        if (minor >= 8) {
            out.writeInt(0);
        }
        out.flush();
    }

    private void describeScreen() throws IOException {
        StatusScreen screen = desk.screen();
        painter.begin(screen);
        out.writeShort(screen.width());
        out.writeShort(screen.height());
        PixelFormat.writeServers(out);
        byte[] name = ("xenbay " + screen.lines().get(0)).getBytes(StandardCharsets.UTF_8);
        out.writeInt(name.length);
        out.write(name);
        out.flush();
    }

    private void message(int type) throws IOException {
        switch (type) {
            case SET_PIXEL_FORMAT -> {
                in.skipNBytes(3);
                painter.format(PixelFormat.read(in));
            }
            case SET_ENCODINGS -> {
                in.skipNBytes(1);
                int count = in.readUnsignedShort();
                for (int i = 0; i < count; i++) {
                    painter.encoding(in.readInt());
                }
            }
            case UPDATE_REQUEST -> {
                boolean incremental = in.readUnsignedByte() != 0;
                in.skipNBytes(8);
                painter.request(incremental);
            }
            case KEY_EVENT -> {
                boolean down = in.readUnsignedByte() != 0;
                in.skipNBytes(2);
                tell(input.key(in.readInt(), down));
            }
            case POINTER_EVENT -> {
                int buttons = in.readUnsignedByte();
                int x = in.readUnsignedShort();
                int y = in.readUnsignedShort();
                tell(input.pointer(buttons, x, y, painter.width(), painter.height()));
            }
            case CUT_TEXT -> {
                in.skipNBytes(3);
                int length = in.readInt();
                if (length < -MAX_TEXT || length > MAX_TEXT) {
                    throw new IOException("the viewer sends a clipboard of " + length + " bytes");
                }
                in.skipNBytes(Math.abs(length));
            }
            case QEMU -> qemu(in.readUnsignedByte());
            default -> throw new IOException("the viewer sends a message of type " + type);
        }
    }

    private void qemu(int type) throws IOException {
        if (type != QEMU_KEY) {
            throw new IOException("the viewer sends an extended message of type " + type);
        }
        boolean down = in.readUnsignedShort() != 0;
        int keysym = in.readInt();
        int scancode = in.readInt();
        tell(input.scancode(scancode, keysym, down));
    }

    private void tell(List<InputEvent> frame) {
        if (!frame.isEmpty()) {
            desk.happened(frame);
        }
    }

    @Override
    public void close() {
        painter.end();
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a viewer's connection does not close: {0}", failed.toString());
        }
    }
}
