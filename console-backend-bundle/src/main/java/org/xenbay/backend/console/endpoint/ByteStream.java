// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A non-blocking stream of bytes to and from a program on this host. A listener for its readiness is called once. */
interface ByteStream {

    /** @return number of bytes read; 0 when there are none now; -1 at the end of the stream */
    int read(ByteBuffer target) throws IOException;

    /** Writes as many bytes as there is room for now. */
    void write(ByteBuffer source) throws IOException;

    /** @param listener called once, on any thread, when {@link #read} would return bytes */
    void awaitReadable(Runnable listener);

    /** @param listener called once, on any thread, when {@link #write} would take bytes */
    void awaitWritable(Runnable listener);
}
