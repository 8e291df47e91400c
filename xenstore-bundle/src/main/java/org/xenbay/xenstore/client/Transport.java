// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Bytes to and from the daemon. */
interface Transport extends Closeable {

    /**
     * Blocks until there are bytes. Only the reader thread calls it.
     *
     * @return how many bytes were added, or -1 when the daemon is gone
     */
    int read(ByteBuffer target) throws IOException;

    /** Takes whole messages to send, in order. Never blocks; a failure to send shows in {@link #read}. */
    void send(List<byte[]> messages);

    /** The socket or device on whose other side the daemon is. */
    Path place();

    /** Most bytes of a message, header and payload. */
    int maxMessage();

    /** Ends {@link #read} too. From any thread. */
    @Override
    void close() throws IOException;
}
