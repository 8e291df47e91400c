// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The master side of a pseudo terminal, never blocking.
 *
 * <p>Readiness is told once and must be asked for again: {@link #awaitReadable} and {@link #awaitWritable} arm one call
 * each. Methods may be called from any thread.
 */
@ProviderType
public interface PseudoTerminal extends AutoCloseable {

    /** @return the path a program opens, such as {@code /dev/pts/7} */
    String slavePath();

    /**
     * Reads what a program typed.
     *
     * @param target filled from its position on, which moves
     * @return number of bytes, 0 when there is nothing to read now
     * @throws IOException when the terminal is broken or closed
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Writes what a program is to see.
     *
     * @param source taken from its position on, which moves
     * @return number of bytes taken, 0 when the terminal's buffer is full
     * @throws IOException when the terminal is broken or closed
     */
    int write(ByteBuffer source) throws IOException;

    /**
     * @param listener called once, on the thread that waits for all terminals, as soon as {@link #read} would give bytes
     *     or fail; must not block. Takes the place of one that was not called yet
     */
    void awaitReadable(Runnable listener);

    /**
     * @param listener called once, on the thread that waits for all terminals, as soon as {@link #write} would take
     *     bytes or fail; must not block. Takes the place of one that was not called yet
     */
    void awaitWritable(Runnable listener);

    /** Closes both sides; programs that have the slave open see the end. */
    @Override
    void close();
}
