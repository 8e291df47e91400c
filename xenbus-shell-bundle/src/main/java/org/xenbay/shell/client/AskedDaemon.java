// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xenbay.shell.client.doctor.DaemonState;
import org.xenbay.shell.client.doctor.DaemonState.Health;
import org.xenbay.shell.rule.Severity;
import org.xenbay.shell.wire.FrameChannel;
import org.xenbay.shell.wire.Hello;

/** Asks the daemon, for the look at its host, how it is. */
final class AskedDaemon {

    /** The property of a command's result; in a pipe it is a line of its own. */
    private static final String HYPERVISOR = "(host) hypervisor";

    private final DaemonSocket socket;
    private final Duration timeout;

    /**
     * @param socket the daemon's
     * @param timeout the longest time for all answers
     */
    AskedDaemon(DaemonSocket socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    /**
     * @param start the command that starts a daemon
     * @return what the daemon says
     * @throws InterruptedException when the caller is interrupted
     */
    DaemonState ask(String start) throws InterruptedException {
        SocketChannel first;
        try {
            first = socket.connect();
        } catch (IOException | IllegalArgumentException unreachable) {
            return DaemonState.none(
                    socket.forbidden().or(socket::busy).orElse("no daemon runs; start it with: " + start));
        }
        CompletableFuture<DaemonState> answer = new CompletableFuture<>();
        Thread asking = new Thread(() -> complete(answer, first), "xenbay-ask");
        asking.setDaemon(true);
        asking.start();
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return named(DaemonState.hung("the daemon has not answered for " + timeout.toSeconds() + " s"));
        } catch (ExecutionException broken) {
            return named(DaemonState.hung("the daemon does not answer: " + broken.getCause()));
        }
    }

    private void complete(CompletableFuture<DaemonState> answer, SocketChannel first) {
        try {
            List<Health> health = health(converse(first, "health", false));
            String hypervisor =
                    converse(socket.connect(), HYPERVISOR, true).out().strip();
            boolean known = hypervisor.matches("[a-z]+");
            answer.complete(named(new DaemonState("", "", known ? hypervisor : "", health, OptionalLong.empty())));
        } catch (IOException | RuntimeException failed) { // what goes wrong is the daemon's answer
            answer.completeExceptionally(failed);
        }
    }

    /** @return the same, with the process id that the run folder names, if such a daemon runs */
    private DaemonState named(DaemonState state) {
        return RunningDaemon.of(socket.path()).map(state::ofProcess).orElse(state);
    }

    private record Answer(String out, String err) {}

    private static Answer converse(SocketChannel socket, String words, boolean line) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (FrameChannel channel = new FrameChannel(socket)) {
            new Conversation(channel, InputStream.nullInputStream(), out, err, new TerminalMode())
                    .run(new Hello(line, 0, false, false, List.of(words), ""));
        }
        return new Answer(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Reads what the health check writes to a pipe: its verdict, then a line for each check with tabs between its three parts. */
    private static List<Health> health(Answer answer) {
        List<Health> findings = new ArrayList<>();
        for (String line : answer.out().lines().skip(1).toList()) {
            String[] parts = line.split("\t", 3);
            if (parts.length == 3) {
                findings.add(new Health(parts[0], severity(parts[1]), parts[2]));
            }
        }
        if (findings.isEmpty()) {
            String said = answer.err().isBlank() ? answer.out() : answer.err();
            findings.add(new Health("health", Severity.UNKNOWN, "the daemon has no health check: " + said.strip()));
        }
        return findings;
    }

    private static Severity severity(String name) {
        for (Severity severity : Severity.values()) {
            if (severity.name().equals(name)) {
                return severity;
            }
        }
        return Severity.UNKNOWN;
    }
}
