// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.StreamSocket;
import org.xenbay.api.host.StreamSockets;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.nativexen.descriptor.DescriptorClaimer;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.descriptor.InheritedDescriptors;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.Machine;

/** All connections that can outlast this process. From any thread. */
final class NativeStreamSockets implements StreamSockets, DescriptorClaimer {

    static final String KIND = "socket";

    /** How long a detached connection waits within this process: as long as a server waits for its screen. */
    private static final Duration PATIENCE_TIMEOUT = Duration.ofSeconds(30);

    private static final Logger LOG = System.getLogger(NativeStreamSockets.class.getName());

    private final Machine machine;
    private final ThisProcess process;
    private final long patienceMillis;

    /** Has a thread only while a connection waits. */
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, DaemonThreads.named("xenbay-socket-timer"));

    /** By their descriptors; no token leads to a second object. */
    private final Map<Integer, NativeStreamSocket> open = new ConcurrentHashMap<>();

    NativeStreamSockets(Machine machine, ThisProcess process) {
        this(machine, process, PATIENCE_TIMEOUT);
    }

    /** @param patience how long a detached connection waits within this process */
    NativeStreamSockets(Machine machine, ThisProcess process, Duration patience) {
        this.machine = machine;
        this.process = process;
        this.patienceMillis = patience.toMillis();
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    ThisProcess process() {
        return process;
    }

    Machine machine() {
        return machine;
    }

    @Override
    public StreamSocket keep(SocketChannel accepted) throws IOException {
        int descriptor = ChannelDescriptor.copy(accepted);
        NativeStreamSocket socket;
        try {
            socket = new NativeStreamSocket(this, descriptor, SocketIdentity.of(descriptor));
        } catch (IOException | RuntimeException failed) {
            Libc.close(descriptor);
            throw failed;
        }
        open.put(descriptor, socket);
        try {
            accepted.close();
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public synchronized @Nullable AutoCloseable take(DescriptorToken token, InheritedDescriptors from)
            throws IOException {
        if (!token.kind().equals(KIND)) {
            return null;
        }
        int descriptor = from.take(token, token.first());
        SocketIdentity found = SocketIdentity.of(descriptor);
        if (!token.identity().equals(found.toString())) {
            throw new IOException("what is kept as " + token + " is another socket by now: " + found);
        }
        if (open.containsKey(descriptor)) {
            throw new IOException("what is kept as " + token + " is in use");
        }
        try {
            process.keptSockets().add(found.inode());
            return successor(descriptor, found);
        } catch (IOException failed) {
            process.keptSockets().remove(found.inode());
            Libc.close(descriptor);
            throw failed;
        }
    }

    /** @return another object in the place of a connection's */
    NativeStreamSocket successor(int descriptor, SocketIdentity identity) throws IOException {
        NativeStreamSocket successor = new NativeStreamSocket(this, descriptor, identity);
        open.put(descriptor, successor);
        return successor;
    }

    /**
     * Leaves a connection to a successor within this process, or in the next one.
     *
     * @return the token as text
     */
    String detached(DescriptorToken token, NativeStreamSocket socket) throws IOException {
        String text = process.transfers().add(token, socket);
        try {
            timer.schedule(() -> closeUntaken(text, socket), patienceMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.log(Level.DEBUG, "{0} waits without a limit, as its service has ended", text);
        }
        return text;
    }

    private void closeUntaken(String token, NativeStreamSocket socket) {
        if (process.transfers().remove(token, socket)) {
            LOG.log(Level.INFO, "{0} was detached, and nobody has taken it in time: it is closed", token);
            socket.close();
        }
    }

    /** Its users have detached or closed theirs. What is detached stays open for a successor of this bundle, which takes it by its token. */
    void stop() {
        timer.shutdownNow();
        abandonAll();
    }

    /** Forgets all connections, and leaves them open. A call that sends or takes has ended when this returns. */
    void abandonAll() {
        List.copyOf(open.values()).forEach(NativeStreamSocket::abandon);
        open.clear();
    }

    @Override
    public void closeUnclaimed() {
        process.keptSockets().forgetUnclaimed();
    }

    /** Closes a connection that no call uses; nobody can take it meanwhile. */
    synchronized void close(int descriptor, SocketIdentity identity) {
        process.keptSockets().remove(identity.inode());
        open.remove(descriptor);
        Libc.close(descriptor);
    }
}
