// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandTerminal;
import org.xenbay.web.access.Access;
import org.xenbay.web.access.Session;
import org.xenbay.web.host.HostServices;

/**
 * A guest's console. The page is the terminal of the command {@code console}, which gives up output that a slow terminal does not take, and
 * says how much.
 */
final class ConsoleSocket extends PageSocket implements CommandConsole, CommandTerminal {

    private static final int BUFFER = 4096;

    private final HostServices services;
    private final String device;
    private final InputBytes typed = new InputBytes(this::demand);
    private final PrintStream out = new PrintStream(new Output(), true, StandardCharsets.UTF_8);

    ConsoleSocket(Session session, OpenSockets sockets, HostServices services, String device) {
        super(session, sockets, "xenbay-web-console");
        this.services = services;
        this.device = device;
    }

    @Override
    void run() throws Exception {
        Command command = services.command("console");
        command.run(CommandCall.of(command.spec(), List.of(device), this));
    }

    /** Who may only look types nothing. */
    @Override
    boolean received(ByteBuffer input) {
        return session().access() != Access.FULL || typed.put(input);
    }

    @Override
    void ended() {
        typed.end();
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

    /** The page says itself where it is: the command need not. */
    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public int read(byte[] buffer, long millis) throws IOException {
        try {
            return typed.read(buffer, millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public Raw enterRaw() {
        return () -> {};
    }

    /** Each piece is a frame; the command's thread waits until the browser has taken it. */
    private final class Output extends OutputStream {

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                for (int at = 0; at < length; at += BUFFER) {
                    send(ByteBuffer.wrap(bytes, offset + at, Math.min(BUFFER, length - at)));
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
        }
    }
}
