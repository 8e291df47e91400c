// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/**
 * A little shell on a terminal, without any transport: bytes typed go in, bytes shown are taken out.
 *
 * <p>Output is made only as it is taken, so an endless command costs nothing while nobody reads. What is typed while a
 * command runs waits, up to a bound. Not thread-safe.
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
    /** What the running command has still to say; null when none runs. */
    private Iterator<String> running;
    /** Whether lines typed go to {@code cat} in place of the shell. */
    private boolean copying;

    GuestShell(ShellCommands commands) {
        this.commands = commands;
        greet();
    }

    /** Whether there is room to show what typing would show; if not, typing has to wait. */
    boolean takesInput() {
        return shown.size() < MAX_SHOWN;
    }

    /** Types. */
    void input(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            typed(bytes[i] & 0xFF);
        }
    }

    /** Takes what is to be shown next; 0 when the shell waits for its user. */
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

    /** Lets the running command say its next line; false when there is nothing more to show now. */
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

    /** A terminal in raw mode wants both. */
    private void show(String line) {
        shown.add((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Lines of text, for those who make a banner. */
    static Iterator<String> lines(String... lines) {
        return List.of(lines).iterator();
    }
}
