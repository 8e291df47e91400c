// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes over connections that the JDK has accepted, so that they can outlast this process. The JDK does not give a channel's
 * descriptor away. From any thread.
 */
@ProviderType
public interface StreamSockets {

    /**
     * Continues an accepted connection by TCP or by a UNIX socket.
     *
     * @param accepted connected, blocking, and used by no other thread meanwhile; closed when this returns. When this fails, the
     *     channel is as it was
     * @return the same connection
     * @throws IOException when the channel is closed, or the host has no more descriptors
     */
    StreamSocket keep(SocketChannel accepted) throws IOException;
}
