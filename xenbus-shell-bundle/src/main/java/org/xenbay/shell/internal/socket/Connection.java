// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.shell.wire.Frame;
import org.xenbay.shell.wire.FrameChannel;
import org.xenbay.shell.wire.FrameType;
import org.xenbay.shell.wire.Hello;

/**
 * One client. Its own thread reads frames until the client disconnects; the command runs on a second thread, and is interrupted
 * if the client disconnects before the command's end.
 */
final class Connection implements Runnable, AutoCloseable {
    private static final Logger LOG = System.getLogger(Connection.class.getName());

    private final FrameChannel channel;
    private final CommandProcessor processor;
    private final ExecutorService threads;
    private final @Nullable String refusal;
    private final RemoteInput input;
    private volatile boolean greeted;

    /**
     * @param channel to the client
     * @param processor runs its command
     * @param threads threads for commands
     * @param refusal why the client is not served; null when it is served. The refusal is sent after the client's greeting,
     *     because the client does not read earlier
     */
    Connection(FrameChannel channel, CommandProcessor processor, ExecutorService threads, @Nullable String refusal) {
        this.channel = channel;
        this.processor = processor;
        this.threads = threads;
        this.refusal = refusal;
        this.input = new RemoteInput(channel);
    }

    boolean isGreeted() {
        return greeted;
    }

    @Override
    public void run() {
        try (channel) {
            Optional<Frame> first = channel.read();
            if (first.isPresent()) {
                converse(first.get());
            }
        } catch (IOException | RejectedExecutionException | CancellationException ended) {
            LOG.log(Level.DEBUG, "a shell client's connection ended: {0}", ended.toString());
        }
    }

    private void converse(Frame first) throws IOException {
        Hello hello;
        try {
            if (first.type() != FrameType.HELLO) {
                throw new ProtocolException("a client greets first");
            }
            hello = Hello.decode(first.payload());
        } catch (ProtocolException wrong) {
            refuse(channel, String.valueOf(wrong.getMessage()));
            return;
        }
        greeted = true;
        if (refusal != null) {
            refuse(channel, refusal);
            return;
        }
        try (CommandRun run = new CommandRun(processor, channel, input, hello)) {
            threads.execute(() -> finish(run));
            feed();
        } finally {
            input.end();
        }
    }

    private void finish(CommandRun run) {
        int exit = run.run();
        try (channel) {
            channel.write(FrameType.EXIT, (byte) exit);
        } catch (IOException clientGone) {
            LOG.log(Level.DEBUG, "a shell client left before its command was done: {0}", clientGone.toString());
        }
    }

    /** Returns when the client has disconnected, or {@link #finish} has closed the connection. */
    private void feed() throws IOException {
        Optional<Frame> frame = channel.read();
        while (frame.isPresent()) {
            if (frame.get().type() != FrameType.STDIN
                    || !input.supply(frame.get().payload())) {
                throw new ProtocolException("a client sends answers only");
            }
            frame = channel.read();
        }
    }

    /** Sends a client the reason why it is not served. */
    private static void refuse(FrameChannel channel, String why) throws IOException {
        channel.write(FrameType.STDERR, ("xenbay: " + why + "\n").getBytes(StandardCharsets.UTF_8));
        channel.write(FrameType.EXIT, (byte) CommandFailure.FAILED);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
