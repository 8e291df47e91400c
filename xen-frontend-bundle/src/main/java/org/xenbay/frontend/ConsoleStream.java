// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** A console as a guest's terminal driver uses it. Methods may be called from any thread. */
@ProviderType
public interface ConsoleStream {

    /** @return whether there is a ring; false before the device is probed and after it has closed */
    boolean isOpen();

    /**
     * Writes as many bytes as there is room for.
     *
     * @param source where from
     * @param offset first byte there
     * @param length number of bytes
     * @return number of bytes written, 0 when the ring is full, closed, or the backend's index is invalid
     */
    int write(byte[] source, int offset, int length);

    /**
     * Writes all bytes, as the hvc driver of Linux does, which hangs if the backend does not drain the ring.
     *
     * @param source the bytes
     * @param timeout the total time to wait
     * @return whether all bytes were written; if not, some may have been
     * @throws InterruptedException when interrupted
     */
    boolean writeFully(byte[] source, Duration timeout) throws InterruptedException;

    /**
     * Reads the available bytes.
     *
     * @param target where to
     * @param offset first byte there
     * @param length most bytes to read
     * @return number of bytes read, 0 when there are none, the ring is closed, or the backend's index is invalid
     */
    int read(byte[] target, int offset, int length);

    /**
     * @param listener called when there may be bytes to read or room to write, or when the stream has opened or closed; on the
     *     thread that causes it, so it must not block
     * @return ends the registration when run
     */
    Runnable onEvent(Runnable listener);

    /** @return how often an index of the backend was invalid */
    long corruptions();
}
