// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** A console as a guest's terminal driver sees it. Methods may be called from any thread. */
@ProviderType
public interface ConsoleStream {

    /** @return whether there is a ring: no, before the device is probed and after it has closed */
    boolean isOpen();

    /**
     * Writes what there is room for.
     *
     * @param source where from
     * @param offset first byte there
     * @param length number of bytes
     * @return number of bytes written, 0 when the ring is full, closed, or the backend's index cannot be right
     */
    int write(byte[] source, int offset, int length);

    /**
     * Writes until everything is out, as the hvc driver of Linux does, which hangs on a backend that does not drain the
     * ring.
     *
     * @param source the bytes
     * @param timeout how long to wait in all
     * @return whether all bytes are out; when not, some may be
     * @throws InterruptedException when interrupted
     */
    boolean writeFully(byte[] source, Duration timeout) throws InterruptedException;

    /**
     * Reads what there is.
     *
     * @param target where to
     * @param offset first byte there
     * @param length most bytes to read
     * @return number of bytes read, 0 when there are none, the ring is closed, or the backend's index cannot be right
     */
    int read(byte[] target, int offset, int length);

    /**
     * @param listener called when there may be something to read or room to write, or the stream has opened or closed;
     *     on the thread that causes it, so it must not block
     * @return ends the registration when run
     */
    Runnable onEvent(Runnable listener);

    /** @return how often an index of the backend could not be right */
    long corruptions();
}
