// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.socket;

import java.util.Optional;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.StreamSockets;
import org.xenbay.nativexen.descriptor.ProcessDescriptorStore;
import org.xenbay.nativexen.descriptor.ThisProcess;

/** Connections of this host for a program without OSGi, which may simulate several processes in one. */
public final class LocalSockets {

    private final ThisProcess process;
    private final NativeStreamSockets sockets;

    private LocalSockets(ThisProcess process, NativeStreamSockets sockets) {
        this.process = process;
        this.sockets = sockets;
    }

    /**
     * @param process knows inherited descriptors
     * @return connections that detach their descriptors to the given process; empty when they cannot be used
     */
    public static Optional<LocalSockets> of(ThisProcess process) {
        return StreamSocketsComponent.sockets(process).map(sockets -> new LocalSockets(process, sockets));
    }

    /** @return takes over connections */
    public StreamSockets sockets() {
        return sockets;
    }

    /**
     * Plays the kill of a process: when this returns, nothing is sent or taken by its objects any more, and all connections are open.
     * Another object continues with them by their tokens.
     */
    public void abandonAll() {
        sockets.abandonAll();
    }

    /** @return gives them again */
    public DescriptorStore store() {
        return ProcessDescriptorStore.ofPlayedProcesses(process, sockets);
    }
}
