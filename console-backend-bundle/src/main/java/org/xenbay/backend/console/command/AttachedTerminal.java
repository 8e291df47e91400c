// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandTerminal;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.thread.DaemonThreads;

/**
 * A terminal attached to a console. One thread moves typed bytes, the command's own thread moves the guest's output. Either
 * side may end first.
 */
final class AttachedTerminal {

    /** How a visit ended. */
    enum End {
        /** The operator left, or the input ended. */
        LEFT,
        /** The console went away. */
        GONE
    }

    private static final byte ESCAPE = 0x1D;
    private static final long KEYBOARD_MILLIS = 100;
    private static final long QUEUE_FULL_MILLIS = 10;

    /**
     * How long output is shown after the end of the input: a script that pipes its input needs the answers to its last line.
     */
    private static final long QUIET_MILLIS = 500;

    private final ConsoleAttachment service;
    private final DeviceId id;
    private final OutputQueue output = new OutputQueue();
    private final AtomicReference<IOException> keyboardFailure = new AtomicReference<>();
    private volatile boolean over;

    AttachedTerminal(ConsoleAttachment service, DeviceId id) {
        this.service = service;
        this.id = id;
    }

    /**
     * Returns when the session and its threads have ended.
     *
     * @param keyboard the input; {@code Ctrl-]} leaves
     * @param out receives the guest's output
     * @return how it ended
     */
    End run(CommandTerminal keyboard, PrintStream out) throws IOException, InterruptedException {
        try (ConsoleAttachment.Session session =
                CommandFailure.from(() -> service.attach(id, output::add, () -> output.end(End.GONE)))) {
            Thread typing = DaemonThreads.start("xenbay-console-" + id, () -> type(keyboard, session));
            try {
                return show(out);
            } finally {
                // Not interrupted: an interrupt would close a channel that the thread may be writing to. The thread
                // checks the flag soon enough.
                over = true;
                typing.join();
            }
        }
    }

    private End show(PrintStream out) throws IOException, InterruptedException {
        byte[] next = output.take();
        while (next.length > 0) {
            out.write(next, 0, next.length);
            if (out.checkError()) {
                return End.LEFT;
            }
            next = output.take();
        }
        IOException failure = keyboardFailure.get();
        if (failure != null) {
            throw failure;
        }
        return output.end();
    }

    private void type(CommandTerminal keyboard, ConsoleAttachment.Session session) {
        byte[] buffer = new byte[1024];
        try {
            while (!over) {
                int count = keyboard.read(buffer, KEYBOARD_MILLIS);
                int leave = indexOfEscape(buffer, count);
                if (leave >= 0) {
                    hand(ByteBuffer.wrap(buffer, 0, leave), session);
                    output.end(End.LEFT);
                    return;
                }
                if (count == CommandTerminal.END) {
                    output.endWhenQuietFor(QUIET_MILLIS);
                    return;
                }
                hand(ByteBuffer.wrap(buffer, 0, count), session);
            }
        } catch (InterruptedIOException | InterruptedException ended) {
            Thread.currentThread().interrupt();
            output.end(End.LEFT);
        } catch (IOException broken) {
            keyboardFailure.set(broken);
            output.end(End.LEFT);
        }
    }

    /**
     * Passes input to the console, and repeats the rest when the console's bounded queue is full, so that pasted text is not
     * cut.
     */
    private void hand(ByteBuffer typed, ConsoleAttachment.Session session) throws InterruptedException {
        while (typed.hasRemaining() && !over) {
            int taken = session.type(typed.slice());
            typed.position(typed.position() + taken);
            if (typed.hasRemaining()) {
                Thread.sleep(QUEUE_FULL_MILLIS);
            }
        }
    }

    private static int indexOfEscape(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == ESCAPE) {
                return i;
            }
        }
        return -1;
    }
}
