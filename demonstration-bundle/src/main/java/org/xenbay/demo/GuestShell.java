// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small shell on a terminal, without transport: takes typed bytes, and returns bytes to show.
 *
 * <p>Output is produced only when it is read, so an endless command costs nothing without a reader. Input during a command
 * waits, up to a limit. Not thread-safe.
 */
final class GuestShell {

    private static final int MAX_SHOWN = 4096;
    private static final int MAX_WAITING = 1024;
    private static final int ETX = 3;
    private static final int EOT = 4;

    private final ShellCommands commands;
    private final LineEditor editor = new LineEditor();
    private final ByteQueue shown = new ByteQueue();
    private final ByteQueue typedAhead = new ByteQueue();
    /** The remaining lines of the running command. */
    private @Nullable Iterator<String> running;
    /** Whether typed lines go to {@code cat} instead of the shell. */
    private boolean copying;

    GuestShell(ShellCommands commands) {
        this.commands = commands;
        greet();
    }

    /** Whether there is room for the echo of input; if not, input has to wait. */
    boolean takesInput() {
        return shown.size() < MAX_SHOWN;
    }

    /** Types. */
    void input(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            typed(bytes[i] & 0xFF);
        }
    }

    /** Returns the next output; 0 when the shell waits for its user. */
    int output(byte[] target, int offset, int length) {
        int taken = 0;
        while (taken < length) {
            if (shown.isEmpty() && !proceed()) {
                break;
            }
            taken += shown.take(target, offset + taken, length - taken);
        }
        return taken;
    }

    private void typed(int key) {
        if (key == ETX) {
            interrupt();
        } else if (running == null) {
            edit(key);
        } else if (typedAhead.size() < MAX_WAITING) {
            typedAhead.add(key);
        }
    }

    private void edit(int key) {
        if (key == EOT && editor.isEmpty()) {
            endOfInput();
        } else {
            editor.type(key, shown).ifPresent(this::line);
        }
    }

    private void line(String line) {
        if (copying) {
            show(line);
            return;
        }
        ShellCommands.Answer answer = commands.run(line);
        switch (answer.kind()) {
            case LINES -> running = answer.lines();
            case COPY -> copying = true;
            case LEAVE -> {
                show("logout");
                greet();
            }
            default -> throw new IllegalStateException(answer.toString());
        }
    }

    private void endOfInput() {
        if (copying) {
            copying = false;
            prompt();
        } else {
            show("");
            greet();
        }
    }

    private void interrupt() {
        running = null;
        copying = false;
        editor.clear();
        typedAhead.clear();
        show("^C");
        prompt();
    }

    /** Takes the next line of the running command; false when there is no more output now. */
    private boolean proceed() {
        if (running == null) {
            return false;
        }
        if (running.hasNext()) {
            show(running.next());
            return true;
        }
        running = null;
        prompt();
        while (running == null && !typedAhead.isEmpty()) {
            edit(typedAhead.take());
        }
        return true;
    }

    private void greet() {
        editor.clear();
        copying = false;
        running = commands.banner().iterator();
    }

    private void prompt() {
        shown.add(commands.prompt().getBytes(StandardCharsets.UTF_8));
    }

    /** A terminal in raw mode needs both. */
    private void show(String line) {
        shown.add((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Splits a text into lines. */
    static Iterator<String> lines(String... lines) {
        return List.of(lines).iterator();
    }
}
