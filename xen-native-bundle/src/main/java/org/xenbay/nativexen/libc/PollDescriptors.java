// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

import com.sun.jna.Memory;
import org.xenbay.api.file.Errno;

/** Descriptors that one thread polls together: an array of {@code struct pollfd} (asm-generic/poll.h). */
public final class PollDescriptors implements AutoCloseable {

    private static final int SIZE = 8;
    private static final int EVENTS = 4;
    private static final int RETURNED = 6;

    private final Memory array;
    private final int count;

    /** @param descriptors descriptors to poll for input and errors */
    public PollDescriptors(int... descriptors) {
        count = descriptors.length;
        array = new Memory((long) count * SIZE);
        array.clear();
        for (int i = 0; i < count; i++) {
            array.setInt((long) i * SIZE, descriptors[i]);
            array.setShort((long) i * SIZE + EVENTS, LibcAbi.POLLIN);
        }
    }

    /**
     * @param index of a descriptor
     * @param events to poll it for instead, POLL*; errors are reported anyway
     * @return these descriptors
     */
    public PollDescriptors watch(int index, short events) {
        array.setShort((long) index * SIZE + EVENTS, events);
        return this;
    }

    /**
     * @param timeoutMillis -1 for no limit
     * @return how many are ready; -1 for failure, which may be EINTR ({@link Errno#EINTR})
     */
    public int await(int timeoutMillis) {
        return Libc.poll(array, count, timeoutMillis);
    }

    /** @return whether one of them was ready when the last wait ended */
    public boolean isReady(int index) {
        return array.getShort((long) index * SIZE + RETURNED) != 0;
    }

    /** Frees the array; no thread may wait any more. */
    @Override
    public void close() {
        array.close();
    }
}
