// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.host.Transferable;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.flow.Endpoint;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.handover.Readers;
import org.xenbay.backend.console.output.OutputCursor;

/**
 * A pseudo terminal. Its path is in the frontend's node {@code tty}, where {@code xl console} looks for it. When it fails,
 * another one replaces it; until the host has one, output is kept for it.
 */
public final class PtyEndpoint implements Endpoint, StreamClient.Owner {

    /** The frontend's node with the slave's path. */
    public static final String TTY = "tty";

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Console console;
    private final DeviceContext device;
    private final Supplier<Optional<PseudoTerminals>> host;
    private final OutputCursor cursor;
    private @Nullable Attached attached;
    private boolean closed;

    /** A terminal, and its connection to the program that uses it. */
    private record Attached(PseudoTerminal terminal, StreamClient client) {}

    /**
     * @param console the console
     * @param device the console's device
     * @param host returns the service that makes terminals, or null
     * @param cursor its place in the output
     */
    public PtyEndpoint(
            Console console, DeviceContext device, Supplier<Optional<PseudoTerminals>> host, OutputCursor cursor) {
        this.console = console;
        this.device = device;
        this.host = host;
        this.cursor = cursor;
    }

    /**
     * Makes a terminal if the console has none yet and the host offers terminals.
     *
     * @throws IOException when the host has no more terminals
     */
    public void open() throws IOException {
        Optional<PseudoTerminals> terminals = attached == null && !closed ? host.get() : Optional.empty();
        if (terminals.isPresent()) {
            PseudoTerminal opened = terminals.get().open();
            device.publishToFrontend(TTY, opened.slavePath());
            use(opened);
        }
    }

    /**
     * Continues with a predecessor's terminal.
     *
     * @param predecessors the predecessor's open terminal
     */
    public void adopt(PseudoTerminal predecessors) {
        // Replaces the predecessor's listeners, so that no reference to its code stays.
        predecessors.awaitWritable(() -> {});
        use(predecessors);
    }

    private void use(PseudoTerminal opened) {
        note(opened);
        StreamClient client = new StreamClient(console, device, new TerminalStream(opened), cursor, this);
        attached = new Attached(opened, client);
        client.start();
    }

    private void note(PseudoTerminal opened) {
        try {
            console.journal()
                    .terminal(
                            console.journal().isOpen() && opened instanceof Transferable transferable
                                    ? transferable.token()
                                    : null);
        } catch (IOException closed) {
            console.journal().terminal(null);
        }
    }

    /** Opens a terminal, or tries again later: a failure must not stop the guest. */
    public void openOrRetry() {
        try {
            open();
        } catch (IOException failed) {
            device.log().error("no pseudo terminal for this console, will try again: " + failed.getMessage());
            device.schedule(RETRY, this::openOrRetry);
        }
    }

    @Override
    public void progressed() {
        console.delivered();
    }

    @Override
    public void ended(StreamClient broken, @Nullable IOException why) {
        device.log().info("its pseudo terminal broke" + (why == null ? "" : ": " + why.getMessage()));
        letGo();
        device.schedule(RETRY, this::openOrRetry);
    }

    private void letGo() {
        Attached leaving = attached;
        if (leaving != null) {
            leaving.client().stop();
            // First, because another console may get the descriptor's number at once.
            console.journal().terminal(null);
            leaving.terminal().close();
            attached = null;
            device.publishToFrontend(TTY, "");
        }
    }

    @Override
    public void deliver() {
        if (attached != null) {
            attached.client().deliver();
        }
    }

    @Override
    public void end() {
        closed = true;
        letGo();
        cursor.close();
    }

    @Override
    public void park(ParkedConsole.Builder successor) {
        closed = true;
        successor.place(Readers.PTY, cursor);
        if (attached != null) {
            attached.client().stop();
            successor.resource(Readers.PTY, attached.terminal());
        }
    }

    @Override
    public void hostChanged() {
        openOrRetry();
    }

    @Override
    public void describe(Map<String, String> details) {
        details.put(
                TTY,
                attached == null
                        ? "waits for a pseudo terminal service"
                        : attached.terminal().slavePath());
        details.put("tty unread", cursor.unread() + " bytes" + (cursor.lost() > 0 ? ", lost " + cursor.lost() : ""));
    }

    /** A terminal as a stream. */
    private record TerminalStream(PseudoTerminal terminal) implements ByteStream {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return terminal.read(target);
        }

        @Override
        public void write(ByteBuffer source) throws IOException {
            terminal.write(source);
        }

        @Override
        public void awaitReadable(Runnable listener) {
            terminal.awaitReadable(listener);
        }

        @Override
        public void awaitWritable(Runnable listener) {
            terminal.awaitWritable(listener);
        }
    }
}
