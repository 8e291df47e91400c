// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.socket;

import com.sun.jna.Memory;
import java.io.IOException;
import org.xenbay.api.file.Errno;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.PollDescriptors;

/**
 * Waits for a socket, until another thread ends the waits. Input is reported when it comes, and not as long as it is there: bytes
 * that are only peeked would be reported all the time. One thread waits for input, one for room.
 */
final class SocketWaits implements AutoCloseable {

    private static final long SOCKET = 1;
    private static final long STOP = 2;
    private static final int EVENTS = 2;
    private static final int FOREVER = -1;
    private static final int INPUT = LibcAbi.EPOLLIN | LibcAbi.EPOLLRDHUP | LibcAbi.EPOLLET;
    private static final int OVER = LibcAbi.EPOLLRDHUP | LibcAbi.EPOLLHUP | LibcAbi.EPOLLERR;

    private final Machine machine;
    private final int epoll;
    private final int stop;
    private final Memory events;
    private final PollDescriptors room;
    private final PollDescriptors roomOrStop;

    /** Whether the other side sends no more. Of the thread that waits for input. */
    private boolean over;

    /** @param socket connected */
    SocketWaits(Machine machine, int socket) throws IOException {
        this.machine = machine;
        events = new Memory((long) EVENTS * machine.epollEventSize());
        epoll = CallException.checked(Libc.epoll_create1(LibcAbi.EPOLL_CLOEXEC), "epoll_create1");
        int made = -1;
        try {
            made = CallException.checked(Libc.eventfd(0, LibcAbi.EFD_CLOEXEC | LibcAbi.EFD_NONBLOCK), "eventfd");
            add(made, LibcAbi.EPOLLIN, STOP);
            add(socket, INPUT, SOCKET);
        } catch (IOException failed) {
            if (made >= 0) {
                Libc.close(made);
            }
            Libc.close(epoll);
            throw failed;
        }
        stop = made;
        room = new PollDescriptors(socket).watch(0, LibcAbi.POLLOUT);
        roomOrStop = new PollDescriptors(socket, stop).watch(0, LibcAbi.POLLOUT);
    }

    private void add(int descriptor, int mask, long key) throws IOException {
        events.setInt(0, mask);
        events.setLong(machine.epollDataOffset(), key);
        CallException.checked(Libc.epoll_ctl(epoll, LibcAbi.EPOLL_CTL_ADD, descriptor, events), "epoll_ctl");
    }

    /** @return whether the last wait for input has found that the other side sends no more */
    boolean isOver() {
        return over;
    }

    /** Waits until more has come than there was at the last wait. */
    void awaitInput() throws IOException {
        int count = Libc.epoll_wait(epoll, events, EVENTS, FOREVER);
        if (count < 0 && Libc.errno() != Errno.EINTR) {
            throw CallException.last("epoll_wait for a connection");
        }
        for (int i = 0; i < count; i++) {
            long at = (long) i * machine.epollEventSize();
            if (events.getLong(at + machine.epollDataOffset()) == STOP) {
                throw NativeStreamSocket.stopped();
            }
            over |= (events.getInt(at) & OVER) != 0;
        }
    }

    /** Waits until the socket takes bytes, or is broken. */
    void awaitRoom() throws IOException {
        await(room);
    }

    /** As {@link #awaitRoom}; ended by {@link #stop} too. */
    void awaitRoomOrStop() throws IOException {
        await(roomOrStop);
        if (!roomOrStop.isReady(0)) {
            throw NativeStreamSocket.stopped();
        }
    }

    private static void await(PollDescriptors descriptors) throws IOException {
        int count;
        do {
            count = descriptors.await(FOREVER);
        } while (Libc.interrupted(count));
        if (count < 0) {
            throw CallException.last("poll of a connection");
        }
    }

    /** Ends the waits that can be ended, now and from now on. */
    void stop() {
        try (Memory one = new Memory(Long.BYTES)) {
            one.setLong(0, 1);
            Libc.write(stop, one, Long.BYTES);
        }
    }

    /** Nobody waits any more. */
    @Override
    public void close() {
        Libc.close(epoll);
        Libc.close(stop);
        room.close();
        roomOrStop.close();
    }
}
