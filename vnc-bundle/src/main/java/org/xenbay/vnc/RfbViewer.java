// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.screen.ScreenChange;
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

    private final Connection connection;
    private final Security security;
    private final Surroundings around;
    private final Requests requests = new Requests();
    private final ViewerInput input;
    private final Thread thread;
    private final long came;

    /** How far a predecessor has come; null for a new viewer. */
    private final @Nullable ViewerState state;

    /** Null for a viewer that ends with this process, and until it is greeted. */
    private volatile @Nullable ViewerJournal journal;

    private volatile @Nullable RfbPainter painter;
    private volatile boolean greeted;

    /** Whether a successor is to continue with the connection. */
    private volatile boolean leaving;

    /**
     * What all viewers of a server share.
     *
     * @param desk gives the picture and takes input
     * @param keep keeps viewers over this process's end; null when none are kept
     * @param onEnd hears of a viewer that has ended
     * @param threads makes the thread of each viewer
     */
    record Surroundings(Display desk, @Nullable ScreenKeep keep, Consumer<RfbViewer> onEnd, ThreadFactory threads) {}

    /** @param came when it connected, in nanoseconds */
    RfbViewer(Connection connection, Security security, Keysyms keysyms, long came, Surroundings around) {
        this(connection, security, keysyms, came, around, null, null);
    }

    private RfbViewer(
            Connection connection,
            Security security,
            Keysyms keysyms,
            long came,
            Surroundings around,
            @Nullable ViewerState state,
            @Nullable ViewerJournal journal) {
        this.connection = connection;
        this.security = security;
        this.around = around;
        this.came = came;
        this.state = state;
        this.journal = journal;
        this.greeted = state != null;
        this.input = new ViewerInput(keysyms, around.desk()::isCapsLocked);
        this.thread = around.threads().newThread(this::run);
    }

    /** @return a viewer that continues where a predecessor has ended */
    static RfbViewer resumed(
            Connection connection, Keysyms keysyms, Surroundings around, ViewerState state, ViewerJournal journal) {
        return new RfbViewer(connection, Security.OPEN, keysyms, 0, around, state, journal);
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
            ViewerState left = state;
            if (left == null) {
                greet();
            } else {
                resume(left);
            }
        } catch (IOException ended) {
            LOG.log(Level.DEBUG, "a viewer left: {0}", ended.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            tell(input.releaseAll());
            closeUnlessLeft();
            around.onEnd().accept(this);
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

    private void greet() throws IOException, InterruptedException {
        int minor = minorVersion(connection.wire());
        Security.Passed passed = security.agree(connection.wire(), minor, connection.peer());
        Wire wire = passed.wire();
        wire.in().readUnsignedByte();
        Look look = around.desk().look(requests::changed);
        serve(wire, look, () -> {
            Painting.Size size = size(look);
            describeScreen(wire, size);
            journal = begun(passed.admission(), size);
            return new Painting(look, size, ViewerState.first(size), begin(ViewerState.first(size)));
        });
    }

    private void resume(ViewerState left) throws IOException, InterruptedException {
        Look look = around.desk().look(requests::changed);
        serve(connection.wire(), look, () -> {
            look.resume(left.size().width(), left.size().height());
            return new Painting(look, size(look), left, begin(left));
        });
    }

    private static Painting.Size size(Look look) {
        ScreenChange first = look.take();
        return new Painting.Size(first.width(), first.height());
    }

    /** @return the journal of a viewer that may look; null when it ends with this process */
    private @Nullable ViewerJournal begun(Admission admission, Painting.Size size) {
        ScreenKeep keep = around.keep();
        return keep == null || admission == Admission.ENCRYPTED ? null : keep.keep(connection, admission, size);
    }

    private ViewerNotes begin(ViewerState from) {
        ViewerJournal kept = journal;
        ViewerNotes notes = kept == null ? ViewerNotes.NONE : kept;
        connection.note(notes);
        requests.begin(from, notes);
        return notes;
    }

    /** Begins to paint. */
    private interface Beginning {
        Painting begin() throws IOException;
    }

    private void serve(Wire wire, Look look, Beginning beginning) throws IOException, InterruptedException {
        boolean painted = false;
        Painting painting;
        try {
            painting = beginning.begin();
            greeted = true;
            RfbPainter begun = new RfbPainter(connection, wire.out(), painting, requests, this::closeUnlessLeft);
            painter = begun;
            begun.start();
            painted = true;
        } finally {
            if (!painted) {
                look.close();
            }
        }
        ViewerMessages messages = new ViewerMessages(connection, wire.in(), requests, input, painting, this::tell);
        while (true) {
            messages.take();
        }
    }

    private void describeScreen(Wire wire, Painting.Size size) throws IOException {
        byte[] name = around.desk().name().getBytes(StandardCharsets.UTF_8);
        Bytes bytes = new Bytes(64).u16(size.width()).u16(size.height());
        PixelFormat.SERVER.writeTo(bytes);
        bytes.u32(name.length).bytes(name).writeTo(wire.out());
        wire.out().flush();
    }

    private void tell(List<InputEvent> frame) {
        if (!frame.isEmpty()) {
            ViewerJournal kept = journal;
            ViewerNotes notes = kept == null ? ViewerNotes.NONE : kept;
            notes.pressing(frame);
            around.desk().happened(frame);
            notes.released(frame);
        }
    }

    /** Ends its threads, if a successor can continue with it, and disconnects it otherwise. */
    void stop() {
        leaving = true;
        if (journal == null) {
            close();
        } else {
            requests.end();
            connection.stopWaiting();
        }
    }

    /**
     * Leaves the connection to a successor. A viewer that got or gave a part of a message is disconnected.
     *
     * @param until when its threads have ended, in {@link System#nanoTime}
     */
    void leave(long until) {
        ViewerJournal kept = journal;
        if (kept == null || !haveEnded(until) || kept.isTorn()) {
            close();
            return;
        }
        try {
            connection.detach();
            kept.leave();
        } catch (IOException failed) {
            LOG.log(Level.DEBUG, "a viewer cannot be left to a successor: {0}", failed.toString());
            close();
        }
    }

    private boolean haveEnded(long until) {
        try {
            thread.join(millis(until));
            RfbPainter begun = painter;
            return (begun == null || begun.join(millis(until))) && !thread.isAlive();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @return at least 1, as 0 stands for no limit */
    private static long millis(long until) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
    }

    private void closeUnlessLeft() {
        if (!leaving) {
            close();
        }
    }

    @Override
    public void close() {
        requests.end();
        ViewerJournal kept = journal;
        if (kept != null) {
            kept.end();
        }
        connection.close();
    }
}
