// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Moves bytes to and from the daemon. */
interface Transport extends Closeable {

    /**
     * Blocks until there are bytes. Only the reader thread calls it.
     *
     * @return number of bytes added, or -1 when the daemon is gone
     */
    int read(ByteBuffer target) throws IOException;

    /** Sends whole messages, in order. Never blocks; {@link #read} reports a failure. */
    void send(List<byte[]> messages);

    /** Returns the socket or device of the daemon. */
    Path place();

    /** Most bytes of a message, header and payload. */
    int maxMessage();

    /** Closes the transport, which also ends {@link #read}. From any thread. */
    @Override
    void close() throws IOException;
}
