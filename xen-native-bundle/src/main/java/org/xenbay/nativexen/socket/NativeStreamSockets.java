// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.socket;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.StreamSocket;
import org.xenbay.api.host.StreamSockets;
import org.xenbay.nativexen.descriptor.DescriptorClaimer;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.descriptor.InheritedDescriptors;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.Machine;

/** All connections that can outlast this process. From any thread. */
final class NativeStreamSockets implements StreamSockets, DescriptorClaimer {

    static final String KIND = "socket";

    private final Machine machine;
    private final ThisProcess process;

    /** By their descriptors; no token leads to a second object. */
    private final Map<Integer, NativeStreamSocket> open = new ConcurrentHashMap<>();

    NativeStreamSockets(Machine machine, ThisProcess process) {
        this.machine = machine;
        this.process = process;
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
        accepted.close();
        return socket;
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

    /** Plays the kill of a process: forgets all connections, and leaves them open. */
    void abandonAll() {
        List.copyOf(open.values()).forEach(NativeStreamSocket::abandon);
        open.clear();
    }

    @Override
    public void closeUnclaimed() {
        process.keptSockets().forgetUnclaimed();
    }

    /** A connection is about to be closed. */
    void forget(int descriptor, SocketIdentity identity) {
        process.keptSockets().remove(identity.inode());
        open.remove(descriptor);
    }
}
