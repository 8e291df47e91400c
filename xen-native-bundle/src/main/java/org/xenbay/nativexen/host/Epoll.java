// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.jna.Memory;
import java.io.IOException;
import org.xenbay.api.file.Errno;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.Machine;

/**
 * An epoll set whose waiting thread can be woken. Descriptors are watched for one event at a time and then armed again. They
 * are identified by a key that is never used twice: a late event of a closed descriptor cannot be mistaken for an event of the
 * next descriptor with that number.
 */
final class Epoll implements AutoCloseable {

    /** Takes one event. */
    @FunctionalInterface
    interface Listener {
        /**
         * @param key key of the descriptor
         * @param mask the events, EPOLL*
         */
        void ready(long key, int mask);
    }

    /** The key of the wake-up's own descriptor. */
    private static final long WAKE_KEY = -1;

    private static final int BATCH = 64;

    private final Machine machine;
    private final int epoll;
    private final int wake;
    private final Memory batch;
    private final Memory change;
    private final Memory one = Descriptors.zeroed(Long.BYTES);
    /** Changed and read under the lock of {@link #change}, like every use of the descriptors except the wait. */
    @GuardedBy("change")
    private boolean closed;

    Epoll(Machine machine) throws IOException {
        this.machine = machine;
        batch = Descriptors.zeroed(BATCH * machine.epollEventSize());
        change = Descriptors.zeroed(machine.epollEventSize());
        epoll = CallException.checked(Libc.epoll_create1(LibcAbi.EPOLL_CLOEXEC), "epoll_create1");
        int eventDescriptor = -1;
        try {
            eventDescriptor =
                    CallException.checked(Libc.eventfd(0, LibcAbi.EFD_CLOEXEC | LibcAbi.EFD_NONBLOCK), "eventfd");
            one.setLong(0, 1);
            control(LibcAbi.EPOLL_CTL_ADD, eventDescriptor, LibcAbi.EPOLLIN, WAKE_KEY);
        } catch (IOException failed) {
            if (eventDescriptor >= 0) {
                Descriptors.close(eventDescriptor);
            }
            Descriptors.close(epoll);
            throw failed;
        }
        wake = eventDescriptor;
    }

    /** Adds a descriptor to the set without events to watch (a hang-up is reported even then, once). */
    void add(int descriptor, long key) throws IOException {
        control(LibcAbi.EPOLL_CTL_ADD, descriptor, LibcAbi.EPOLLONESHOT, key);
    }

    /** Watches a descriptor for the next event of a mask. */
    void arm(int descriptor, long key, int mask) throws IOException {
        control(LibcAbi.EPOLL_CTL_MOD, descriptor, mask | LibcAbi.EPOLLONESHOT, key);
    }

    void remove(int descriptor) throws IOException {
        control(LibcAbi.EPOLL_CTL_DEL, descriptor, 0, 0);
    }

    private void control(int operation, int descriptor, int mask, long key) throws IOException {
        synchronized (change) {
            if (closed) {
                throw new IOException("the epoll set is closed");
            }
            change.setInt(0, mask);
            change.setLong(machine.epollDataOffset(), key);
            CallException.checked(Libc.epoll_ctl(epoll, operation, descriptor, change), "epoll_ctl");
        }
    }

    /** Waits for events, or a wake-up, and reports them. By one thread at a time. */
    void await(Listener listener) throws IOException {
        int count = Libc.epoll_wait(epoll, batch, BATCH, -1);
        if (count < 0) {
            if (Libc.errno() == Errno.EINTR) {
                return;
            }
            throw CallException.last("epoll_wait");
        }
        for (int i = 0; i < count; i++) {
            long at = (long) i * machine.epollEventSize();
            long key = batch.getLong(at + machine.epollDataOffset());
            if (key != WAKE_KEY) {
                listener.ready(key, batch.getInt(at));
            }
        }
    }

    /** Makes {@link #await} return, now and from now on; only for the end. */
    void wake() {
        synchronized (change) {
            if (!closed) {
                Descriptors.signal(wake, one);
            }
        }
    }

    /**
     * Closes the set; no thread may wait any more. Native memory is freed with this object, so a late call cannot touch it.
     */
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
