// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The master side of a pseudo terminal. No method blocks.
 *
 * <p>Each {@link #awaitReadable} and {@link #awaitWritable} arms one call of a listener. Methods may be called from any thread.
 */
@ProviderType
public interface PseudoTerminal extends AutoCloseable {

    /** @return the path that a program opens, such as {@code /dev/pts/7} */
    String slavePath();

    /**
     * Reads what a program wrote to the slave.
     *
     * @param target filled from its position on, which moves
     * @return number of bytes, 0 when there is nothing to read now
     * @throws IOException when the terminal is broken or closed
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Writes bytes for a program to read from the slave.
     *
     * @param source taken from its position on, which moves
     * @return number of bytes taken, 0 when the terminal's buffer is full
     * @throws IOException when the terminal is broken or closed
     */
    int write(ByteBuffer source) throws IOException;

    /**
     * @param listener called once, on the thread that waits for all terminals, as soon as {@link #read} would return bytes or
     *     fail; must not block. Replaces an earlier listener that was not called yet
     */
    void awaitReadable(Runnable listener);

    /**
     * @param listener called once, on the thread that waits for all terminals, as soon as {@link #write} would take bytes or
     *     fail; must not block. Replaces an earlier listener that was not called yet
     */
    void awaitWritable(Runnable listener);

    /** Closes both sides; programs that have the slave open read the end of the file. */
    @Override
    void close();
}
