// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xenbay.api.input.InputEvent;
import org.xenbay.vnc.encoding.Bytes;
import org.xenbay.vnc.encoding.PixelFormat;
import org.xenbay.vnc.keys.Keysyms;
import org.xenbay.vnc.keys.ViewerInput;

/** One viewer's connection: this thread reads what the viewer sends, another ({@link RfbPainter}) sends the screen. */
final class RfbViewer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RfbViewer.class.getName());
    private static final String VERSION = "RFB 003.008\n";

    /** How long a viewer may take until it has its picture when its place is needed. */
    private static final long GREETING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SocketChannel channel;
    private final Security security;
    private final Display desk;
    private final Consumer<RfbViewer> onEnd;
    private final Requests requests = new Requests();
    private final ViewerInput input;
    private final Thread thread;
    private final long came;
    private volatile boolean greeted;

    /** @param came when it connected, in nanoseconds */
    RfbViewer(
            SocketChannel channel,
            Security security,
            Display desk,
            Keysyms keysyms,
            long came,
            Consumer<RfbViewer> onEnd,
            ThreadFactory threads) {
        this.came = came;
        this.channel = channel;
        this.security = security;
        this.desk = desk;
        this.onEnd = onEnd;
        this.input = new ViewerInput(keysyms, desk::isCapsLocked);
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** @return whether it has connected long ago and has no picture yet */
    boolean isSilent(long now) {
        return !greeted && now - came > GREETING_NANOS;
    }

    /** @return whether it comes from elsewhere and has not shown yet that it may look */
    boolean isStranger() {
        return !greeted && security != Security.OPEN;
    }

    boolean isGreeted() {
        return greeted;
    }

    private void run() {
        try {
            Wire plain = Wire.of(ChannelStreams.input(channel), ChannelStreams.output(channel));
            int minor = minorVersion(plain);
            Wire wire = security.agree(plain, minor, ChannelStreams.peer(channel));
            wire.in().readUnsignedByte();
            serve(wire);
        } catch (IOException ended) {
            LOG.log(Level.DEBUG, "a viewer left: {0}", ended.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            tell(input.releaseAll());
            close();
            onEnd.accept(this);
        }
    }

    /** @return the second number of the viewer's version: 3, 7 or 8 of the published ones */
    private static int minorVersion(Wire wire) throws IOException {
        wire.out().writeBytes(VERSION);
        wire.out().flush();
        String version = new String(wire.in().readNBytes(VERSION.length()), StandardCharsets.US_ASCII);
        if (!version.matches("RFB 003\\.\\d{3}\n")) {
            throw new IOException("not a viewer: it begins with " + version.replaceAll("[^ -~]", "?"));
        }
        return Integer.parseInt(version.substring(8, 11));
    }

    private void serve(Wire wire) throws IOException, InterruptedException {
        Painting painting = new Painting(desk.look(requests::changed));
        boolean painted = false;
        try {
            describeScreen(wire, painting.size());
            greeted = true;
            requests.changed();
            new RfbPainter(wire.out(), painting, requests, this::close).start();
            painted = true;
        } finally {
            if (!painted) {
                painting.close();
            }
        }
        ViewerMessages messages = new ViewerMessages(wire.in(), requests, input, painting, this::tell);
        while (true) {
            messages.take();
        }
    }

    private void describeScreen(Wire wire, Painting.Size size) throws IOException {
        byte[] name = desk.name().getBytes(StandardCharsets.UTF_8);
        Bytes bytes = new Bytes(64).u16(size.width()).u16(size.height());
        PixelFormat.SERVER.writeTo(bytes);
        bytes.u32(name.length).bytes(name).writeTo(wire.out());
        wire.out().flush();
    }

    private void tell(List<InputEvent> frame) {
        if (!frame.isEmpty()) {
            desk.happened(frame);
        }
    }

    @Override
    public void close() {
        requests.end();
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a viewer's connection does not close: {0}", failed.toString());
        }
    }
}
