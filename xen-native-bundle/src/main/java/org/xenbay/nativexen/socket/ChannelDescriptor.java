// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.socket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.SocketAbi;
import org.xenbay.nativexen.libc.SocketCalls;

/**
 * Copies the descriptor of a channel. The JDK does not tell its number, so the channel is marked by an option that the JDK can set
 * and the kernel can read: the time for which a close waits (SO_LINGER). Of all sockets of this process only this one has the mark.
 */
final class ChannelDescriptor {

    private static final Path ALL = Path.of("/proc/self/fd");

    /** Marks begin here, in seconds: no program waits for hours. */
    private static final int FIRST_MARK = 30_000;

    private static final int MARKS = 30_000;

    @GuardedBy("ChannelDescriptor.class")
    private static int marks;

    private ChannelDescriptor() {}

    /**
     * @param channel connected, blocking
     * @return another descriptor of the same socket; the caller closes it
     * @throws IOException when the channel is closed, or there are no more descriptors
     */
    static synchronized int copy(SocketChannel channel) throws IOException {
        int before = channel.getOption(StandardSocketOptions.SO_LINGER);
        int mark = FIRST_MARK + marks++ % MARKS;
        channel.setOption(StandardSocketOptions.SO_LINGER, mark);
        boolean found = false;
        try {
            int copy = find(mark);
            found = true;
            setLinger(copy, before);
            return copy;
        } finally {
            if (!found) {
                channel.setOption(StandardSocketOptions.SO_LINGER, before);
            }
        }
    }

    private static int find(int mark) throws IOException {
        List<Path> open;
        try (Stream<Path> descriptors = Files.list(ALL)) {
            open = descriptors.toList();
        }
        for (Path each : open) {
            int number = Integer.parseInt(each.getFileName().toString());
            if (hasMark(number, mark)) {
                int copy = CallException.checked(
                        SocketCalls.fcntl(number, SocketAbi.F_DUPFD_CLOEXEC, 0),
                        "fcntl, a copy of a socket's descriptor");
                if (hasMark(copy, mark)) {
                    return copy;
                }
                // Another thread has closed the channel, and another file has the number now.
                Libc.close(copy);
            }
        }
        throw new IOException("the channel's descriptor is not there");
    }

    private static boolean hasMark(int descriptor, int mark) {
        byte[] linger = new byte[SocketAbi.LINGER_SIZE];
        int[] size = {linger.length};
        if (SocketCalls.getsockopt(descriptor, SocketAbi.SOL_SOCKET, SocketAbi.SO_LINGER, linger, size) < 0) {
            // It is no socket, or closed by now.
            return false;
        }
        ByteBuffer value = ByteBuffer.wrap(linger).order(ByteOrder.nativeOrder());
        return value.getInt(0) != 0 && value.getInt(Integer.BYTES) == mark;
    }

    /** @param seconds less than 0 for none, as in Java */
    private static void setLinger(int descriptor, int seconds) throws IOException {
        byte[] linger = new byte[SocketAbi.LINGER_SIZE];
        ByteBuffer.wrap(linger)
                .order(ByteOrder.nativeOrder())
                .putInt(0, seconds < 0 ? 0 : 1)
                .putInt(Integer.BYTES, Math.max(0, seconds));
        int result =
                SocketCalls.setsockopt(descriptor, SocketAbi.SOL_SOCKET, SocketAbi.SO_LINGER, linger, linger.length);
        if (result < 0) {
            CallException failed = CallException.last("setsockopt of a socket's time to linger");
            Libc.close(descriptor);
            throw failed;
        }
    }
}
