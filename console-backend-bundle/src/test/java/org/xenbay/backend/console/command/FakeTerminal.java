// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandTerminal;

/** A terminal that a test types on and looks at. */
final class FakeTerminal implements CommandConsole, CommandTerminal {
    /** When the mode changed, and to which. */
    final List<String> modes = new CopyOnWriteArrayList<>();

    private final boolean interactive;
    private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    FakeTerminal(boolean interactive) {
        this.interactive = interactive;
    }

    /** At most a buffer full; none is the end of the input. */
    void type(String text) {
        typed.add(text);
    }

    String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return out;
    }

    @Override
    public CommandTerminal terminal() {
        return this;
    }

    @Override
    public boolean isInteractive() {
        return interactive;
    }

    @Override
    public int read(byte[] buffer, long millis) {
        try {
            String text = typed.poll(millis, TimeUnit.MILLISECONDS);
            if (text == null) {
                return 0;
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, buffer, 0, bytes.length);
            return bytes.length == 0 ? END : bytes.length;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return END;
        }
    }

    @Override
    public Raw enterRaw() {
        modes.add("raw");
        return () -> modes.add("as before");
    }
}
