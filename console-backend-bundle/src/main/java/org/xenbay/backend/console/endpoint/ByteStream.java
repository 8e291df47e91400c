// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Two-way bytes to a program on this host, never blocking; its readiness is told once each time it is asked for. */
interface ByteStream {

    /** @return number of bytes read; 0 when there are none now; -1 when there will be none any more */
    int read(ByteBuffer target) throws IOException;

    /** Takes what there is room for now. */
    void write(ByteBuffer source) throws IOException;

    /** @param listener called once, on any thread, when {@link #read} would give something */
    void awaitReadable(Runnable listener);

    /** @param listener called once, on any thread, when {@link #write} would take something */
    void awaitWritable(Runnable listener);
}
