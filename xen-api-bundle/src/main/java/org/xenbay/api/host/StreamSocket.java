// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One connection of a stream socket, whose descriptor can outlast this object ({@link Transferable}).
 *
 * <p>What has come stays in the kernel until {@link #discard}. A successor of a killed process therefore finds everything that its
 * predecessor had read and not discarded.
 *
 * <p>One thread reads and one writes. The methods without {@code peek}, {@code discard}, {@code write} and {@code awaitWritable}
 * are for any thread. Each method fails with a {@link java.nio.channels.ClosedChannelException} after {@link #close} and {@link
 * #detach}.
 */
@ProviderType
public interface StreamSocket extends Transferable, AutoCloseable {

    /** Most bytes that {@link #peek} copies, and that {@link #discard} takes. */
    int MAX_PEEKED = 4096;

    /**
     * Copies bytes that have come, without taking them. Waits until there are more than were known before.
     *
     * @param target filled from its beginning
     * @param known how many bytes the caller has seen since the last {@link #discard}
     * @return number of bytes in the target, more than {@code known}; -1 when no more than these come any more
     * @throws IllegalArgumentException when there is no room for more than {@code known} bytes, of which at most {@value #MAX_PEEKED}
     *     are copied
     * @throws java.nio.channels.AsynchronousCloseException when {@link #stopWaiting} ends the wait
     * @throws IOException when the connection is broken
     */
    int peek(byte[] target, int known) throws IOException;

    /**
     * Takes bytes away that {@link #peek} has copied, all at once: a kill leaves all of them or none.
     *
     * @param count at most as many as the last {@link #peek} has returned
     * @throws IOException when the connection is broken
     */
    void discard(int count) throws IOException;

    /**
     * Sends bytes. Waits while the other side takes none.
     *
     * @param source has them
     * @param offset of the first one
     * @param length number of bytes
     * @throws IOException when the connection is broken
     */
    void write(byte[] source, int offset, int length) throws IOException;

    /**
     * Waits until the kernel has room for a part of what the other side has not taken yet.
     *
     * @throws java.nio.channels.AsynchronousCloseException when {@link #stopWaiting} ends the wait
     * @throws IOException when the connection is broken
     */
    void awaitWritable() throws IOException;

    /** Ends {@link #peek} and {@link #awaitWritable}, now and from now on, if they would wait. Nothing happens to the connection. */
    void stopWaiting();

    /** Ends the connection; the other side reads the end. */
    @Override
    void close();
}
