// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.util.concurrent.Executor;
import org.xenbay.frontend.ConsoleStream;
import org.xenbay.frontend.internal.Coalesced;

/** Connects a shell with a console: moves bytes in both directions at each event, as long as the rings have room. */
final class ShellSession implements AutoCloseable {

    private static final int BUFFER = 2048;

    /** Most rounds of one turn, so that other consoles get their turns. */
    private static final int ROUNDS = 16;

    private final ConsoleStream stream;
    private final GuestShell shell;
    private final Coalesced turn;
    private final Runnable endListening;
    private final byte[] input = new byte[BUFFER];
    private final byte[] output = new byte[BUFFER];
    private int first;
    private int last;
    private volatile boolean closed;

    ShellSession(ConsoleStream stream, GuestShell shell, Executor executor) {
        this.stream = stream;
        this.shell = shell;
        this.turn = new Coalesced(executor, this::turn);
        this.endListening = stream.onEvent(turn);
        turn.run();
    }

    @Override
    public void close() {
        closed = true;
        endListening.run();
    }

    private void turn() {
        boolean moved = true;
        for (int i = 0; i < ROUNDS && moved && !closed; i++) {
            moved = read() | write();
        }
        if (moved && !closed) {
            turn.run();
        }
    }

    private boolean read() {
        if (!shell.takesInput()) {
            return false;
        }
        int count = stream.read(input, 0, input.length);
        shell.input(input, 0, count);
        return count > 0;
    }

    private boolean write() {
        if (first == last) {
            first = 0;
            last = shell.output(output, 0, output.length);
        }
        if (first == last) {
            return false;
        }
        int count = stream.write(output, first, last - first);
        first += count;
        return count > 0;
    }
}
