// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.shell.wire.FrameChannel;

/** {@code xenbay <command> …}: runs one command in the daemon and exits with its code. */
public final class Main {

    private Main() {}

    /**
     * Called by bin/xenbay.
     *
     * @param arguments {@code <socket> <columns> <keyboard> [-c] <words>}
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        Invocation invocation;
        try {
            invocation = Invocation.parse(
                    arguments, System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM")));
        } catch (IllegalArgumentException wrong) {
            return complain(wrong.getMessage(), ExitCode.USAGE);
        }
        Complaints complaints = Complaints.of(invocation);
        complaints.limit(Complaints.HEALTH_TIMEOUT, Runtime.getRuntime()::halt);
        DaemonSocket daemon = new DaemonSocket(invocation.socket());
        SocketChannel socket;
        try {
            socket = daemon.connect();
        } catch (IOException | IllegalArgumentException unreachable) {
            Optional<String> forbidden = daemon.forbidden();
            if (forbidden.isPresent()) {
                return complaints.forbidden(forbidden.get());
            }
            return complaints.unreachable(daemon.busy()
                    .orElse("no daemon answers at " + invocation.socket() + " (" + unreachable.getMessage()
                            + "); start it with: xenbay"));
        }
        return converse(socket, invocation, complaints);
    }

    private static int converse(SocketChannel socket, Invocation invocation, Complaints complaints) {
        TerminalMode terminal = new TerminalMode();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> restore(terminal), "xenbay-terminal"));
        try (FrameChannel channel = new FrameChannel(socket)) {
            return new Conversation(
                            channel,
                            new FileInputStream(FileDescriptor.in),
                            new FileOutputStream(FileDescriptor.out),
                            new FileOutputStream(FileDescriptor.err),
                            terminal)
                    .run(invocation.hello());
        } catch (IOException broken) {
            return complaints.unreachable(broken.getMessage());
        } finally {
            restore(terminal);
        }
    }

    private static void restore(TerminalMode terminal) {
        try {
            terminal.restore();
        } catch (IOException failed) {
            complain("the terminal could not be restored (try: stty sane): " + failed.getMessage(), 1);
        }
    }

    private static int complain(@Nullable String message, int exitCode) {
        System.err.println("xenbay: " + message);
        return exitCode;
    }
}
