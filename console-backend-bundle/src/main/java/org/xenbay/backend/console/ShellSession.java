// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.backend.console.command.ConsoleAttachment;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.flow.Endpoint;
import org.xenbay.backend.console.flow.InputSource;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.output.OutputCursor;

/** A shell that is attached to a console. It never makes the guest wait. */
final class ShellSession implements ConsoleAttachment.Session, InputSource {

    /** Most typed bytes that wait for the guest. */
    static final int MAX_INPUT = 64 * 1024;

    private final Console console;
    private final DeviceContext device;
    private final Consumer<ByteBuffer> output;
    private final Runnable ended;
    private final Consumer<ShellSession> onLeave;
    private final AtomicBoolean over = new AtomicBoolean();
    /** On the device's executor; null until the session has started. */
    private @Nullable Reader reader;
    /** Typed bytes that the guest has not taken yet. */
    @GuardedBy("this")
    private ByteBuffer typed = ByteBuffer.allocate(256);

    /** @param onLeave called at its end */
    ShellSession(
            Console console,
            DeviceContext device,
            Consumer<ByteBuffer> output,
            Runnable ended,
            Consumer<ShellSession> onLeave) {
        this.onLeave = onLeave;
        this.console = console;
        this.device = device;
        this.output = output;
        this.ended = ended;
    }

    /** On the device's executor: passes on the kept output, and attaches. */
    void start() {
        if (!over.get()) {
            Reader attached =
                    new Reader(OutputCursor.atOldest(console.output(), new OutputCursor.ReaderOptions(true, false)));
            reader = attached;
            console.add(attached);
        }
    }

    @Override
    public int type(ByteBuffer input) {
        int count;
        synchronized (this) {
            count = over.get() ? 0 : Math.min(input.remaining(), MAX_INPUT - typed.position());
            if (count > typed.remaining()) {
                int size = Math.min(MAX_INPUT, Math.max(typed.position() + count, 2 * typed.capacity()));
                typed = ByteBuffer.allocate(size).put(typed.flip());
            }
            typed.put(input.slice().limit(count));
        }
        input.position(input.position() + count);
        device.execute(this::feed);
        return count;
    }

    @Override
    public void feed() {
        synchronized (this) {
            typed.flip();
            console.type(typed);
            typed.compact();
            if (typed.position() > 0) {
                console.awaitRoom(this);
            }
        }
    }

    @Override
    public void leaveInput(ParkedConsole.Builder successor) {
        synchronized (this) {
            successor.input(Arrays.copyOf(typed.array(), typed.position()));
            typed.clear();
        }
    }

    /** From any thread. Earlier input still goes to the guest. */
    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            onLeave.accept(this);
            device.execute(this::leave);
        }
    }

    private void leave() {
        if (reader != null) {
            console.remove(reader);
            reader.cursor.close();
        }
    }

    /** The console ends. */
    void end() {
        if (over.compareAndSet(false, true)) {
            onLeave.accept(this);
            leave();
            try {
                ended.run();
            } catch (RuntimeException failed) {
                device.log().error("a shell was not notified of its console's end: " + failed);
            }
        }
    }

    /** Gives the shell the console's output. */
    private final class Reader implements Endpoint {

        private final OutputCursor cursor;

        Reader(OutputCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public void deliver() {
            try {
                cursor.writeTo(bytes -> {
                    int end = bytes.limit();
                    output.accept(bytes);
                    bytes.limit(end).position(end);
                });
            } catch (IOException | RuntimeException failed) {
                device.log().error("a shell's reader failed and is detached: " + failed);
                end();
            }
        }

        @Override
        public void end() {
            ShellSession.this.end();
        }

        /**
         * Ends the session: a shell cannot be handed over, because the successor has other classes. The operator may attach
         * again.
         */
        @Override
        public void park(ParkedConsole.Builder successor) {
            leaveInput(successor);
            end();
        }

        @Override
        public void describe(Map<String, String> details) {
            details.merge("shells", "1", (before, one) -> Integer.toString(Integer.parseInt(before) + 1));
        }
    }
}
