// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandTerminal;

/**
 * Shows the host on the whole of a terminal, on its other screen, until its user leaves. The terminal says itself how large it is, so its
 * user can change that. The sequences are those of ECMA-48, and of xterm for the other screen.
 */
public final class TopScreen {

    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";

    /** Moves the cursor as far as there is room, and asks where it is. */
    private static final String SIZE = "\u001b[9999;9999H\u001b[6n";

    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K";
    private static final String END_OF_SCREEN = "\u001b[J";
    private static final String REVERSE = "\u001b[7m";
    private static final String PLAIN = "\u001b[0m";
    private static final int BUFFER = 256;

    private final Supplier<Look> looks;
    private final Duration interval;
    private final PrintStream out;

    /**
     * @param looks looks at the host; a {@link CommandFailure} is shown in place of the look
     * @param interval between two looks
     * @param out the terminal's output
     */
    public TopScreen(Supplier<Look> looks, Duration interval, PrintStream out) {
        this.looks = looks;
        this.interval = interval;
        this.out = out;
    }

    /**
     * @param terminal the operator's
     * @param columns its width, until it says it itself
     * @param wanted which devices are shown
     * @param key by what they are sorted at first
     * @throws IOException when the terminal is gone
     */
    public void run(CommandTerminal terminal, int columns, Predicate<TopRow> wanted, SortKey key) throws IOException {
        TopView view = new TopView(wanted, key, columns);
        try (CommandTerminal.Raw raw = terminal.enterRaw()) {
            print(ENTER);
            try {
                show(terminal, view);
            } finally {
                print(LEAVE);
            }
        }
    }

    private void show(CommandTerminal terminal, TopView view) throws IOException {
        Keys keys = new Keys(view);
        byte[] buffer = new byte[BUFFER];
        boolean reading = true;
        long due = System.nanoTime();
        while (reading && !view.isOver() && !out.checkError()) {
            if (view.takeStale() || System.nanoTime() - due >= 0) {
                look(view);
                due = System.nanoTime() + interval.toNanos();
                print(SIZE);
            }
            draw(view);
            long left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
            int count = terminal.read(buffer, Math.max(1, left));
            reading = count != CommandTerminal.END;
            keys.put(buffer, Math.max(0, count));
        }
    }

    private void look(TopView view) {
        try {
            view.looked(looks.get());
        } catch (CommandFailure failed) {
            view.failed(String.valueOf(failed.getMessage()));
        }
    }

    private void draw(TopView view) {
        List<String> lines = view.lines(LocalTime.now());
        StringBuilder text = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            boolean headings = i == view.headings();
            text.append(i > 0 ? "\r\n" : "")
                    .append(headings ? REVERSE : "")
                    .append(lines.get(i))
                    .append(headings ? PLAIN : "")
                    .append(END_OF_LINE);
        }
        print(text.append(END_OF_SCREEN).toString());
    }

    private void print(String text) {
        out.print(text);
        out.flush();
    }
}
