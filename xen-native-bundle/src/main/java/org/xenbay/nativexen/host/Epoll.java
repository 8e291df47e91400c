// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;

/**
 * An epoll set with a way to wake its waiter. Descriptors are watched for one event at a time and then armed again, and
 * are known by a key that the caller never uses twice: a late event of a closed descriptor cannot be taken for one of
 * its number's next owner.
 */
final class Epoll implements AutoCloseable {

    /** Told of one event. */
    @FunctionalInterface
    interface Listener {
        /**
         * @param key whose
         * @param mask which, EPOLL*
         */
        void ready(long key, int mask);
    }

    /** The key of the wake-up's own descriptor. */
    private static final long WAKE_KEY = -1;

    private static final int BATCH = 64;

    private final LinuxAbi abi;
    private final int epoll;
    private final int wake;
    private final Memory batch;
    private final Memory change;
    private final Memory one = Descriptors.zeroed(Long.BYTES);
    /** Changed and read under the lock of {@link #change}, as each use of the descriptors but the wait itself. */
    private boolean closed;

    Epoll(LinuxAbi abi) throws IOException {
        this.abi = abi;
        batch = Descriptors.zeroed(BATCH * abi.epollEventSize());
        change = Descriptors.zeroed(abi.epollEventSize());
        epoll = Descriptors.checked(Libc.epoll_create1(LinuxAbi.EPOLL_CLOEXEC), "epoll_create1");
        int eventDescriptor = -1;
        try {
            eventDescriptor =
                    Descriptors.checked(Libc.eventfd(0, LinuxAbi.EFD_CLOEXEC | LinuxAbi.EFD_NONBLOCK), "eventfd");
            one.setLong(0, 1);
            control(LinuxAbi.EPOLL_CTL_ADD, eventDescriptor, LinuxAbi.EPOLLIN, WAKE_KEY);
        } catch (IOException failed) {
            if (eventDescriptor >= 0) {
                Descriptors.close(eventDescriptor);
            }
            Descriptors.close(epoll);
            throw failed;
        }
        wake = eventDescriptor;
    }

    /** Takes a descriptor into the set, watched for nothing yet (a hang-up would be told even then, once). */
    void add(int descriptor, long key) throws IOException {
        control(LinuxAbi.EPOLL_CTL_ADD, descriptor, LinuxAbi.EPOLLONESHOT, key);
    }

    /** Watches a descriptor for the next of some events. */
    void arm(int descriptor, long key, int mask) throws IOException {
        control(LinuxAbi.EPOLL_CTL_MOD, descriptor, mask | LinuxAbi.EPOLLONESHOT, key);
    }

    void remove(int descriptor) throws IOException {
        control(LinuxAbi.EPOLL_CTL_DEL, descriptor, 0, 0);
    }

    private void control(int operation, int descriptor, int mask, long key) throws IOException {
        synchronized (change) {
            if (closed) {
                throw new IOException("the epoll set is closed");
            }
            change.setInt(0, mask);
            change.setLong(abi.epollDataOffset(), key);
            Descriptors.checked(Libc.epoll_ctl(epoll, operation, descriptor, change), "epoll_ctl");
        }
    }

    /** Waits for events, or a wake-up, and tells of them. By one thread at a time. */
    void await(Listener listener) throws IOException {
        int count = Libc.epoll_wait(epoll, batch, BATCH, -1);
        if (count < 0) {
            if (Native.getLastError() == LinuxAbi.EINTR) {
                return;
            }
            throw Libc.failure("epoll_wait");
        }
        for (int i = 0; i < count; i++) {
            long at = (long) i * abi.epollEventSize();
            long key = batch.getLong(at + abi.epollDataOffset());
            if (key != WAKE_KEY) {
                listener.ready(key, batch.getInt(at));
            }
        }
    }

    /** Makes {@link #await} return, now and every time from now on: it is only used for the end. */
    void wake() {
        synchronized (change) {
            if (!closed) {
                Descriptors.signal(wake, one);
            }
        }
    }

    /** To be called when nobody waits any more. Native memory goes with this object, so a late call cannot touch it. */
    @Override
    public void close() {
        synchronized (change) {
            if (!closed) {
                closed = true;
                Descriptors.close(wake);
                Descriptors.close(epoll);
            }
        }
    }
}
