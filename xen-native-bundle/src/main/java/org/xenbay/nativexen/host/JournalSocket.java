// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/**
 * Sends entries to systemd's journal, a datagram for each (https://systemd.io/JOURNAL_NATIVE_PROTOCOL). The socket is open from the
 * start and not connected: a thread that has confined itself may send by it, but may not make one, and it reaches a journal that
 * was restarted too. From any thread, without waiting.
 */
final class JournalSocket implements AutoCloseable {

    /**
     * Bytes of the largest entry; longer lines are written to the standard error. A socket's buffer (net.core.wmem_default, 208 KiB
     * as a rule) holds several of them.
     */
    static final int MAX_BYTES = 32 * 1024;

    private final Memory target;

    @GuardedBy("this")
    private final Memory bytes = new Memory(MAX_BYTES);

    @GuardedBy("this")
    private final int socket;

    @GuardedBy("this")
    private boolean closed;

    /**
     * @param path where the journal receives
     * @throws IOException when there can be no socket
     */
    JournalSocket(Path path) throws IOException {
        byte[] address = Descriptors.socketAddress(path.toString().getBytes(StandardCharsets.UTF_8));
        target = new Memory(address.length);
        target.write(0, address, 0, address.length);
        socket = CallException.checked(
                Libc.socket(LibcAbi.AF_UNIX, LibcAbi.SOCK_DGRAM | LibcAbi.SOCK_CLOEXEC, 0), "socket");
    }

    /** @return whether the journal has it; false when it is too long, there is no room for it now, or nobody receives */
    synchronized boolean send(byte[] entry) {
        if (closed || entry.length > MAX_BYTES) {
            return false;
        }
        bytes.write(0, entry, 0, entry.length);
        return Libc.sendto(socket, bytes, entry.length, LibcAbi.MSG_DONTWAIT | LibcAbi.MSG_NOSIGNAL, target, (int)
                        target.size())
                == entry.length;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(socket);
        }
    }
}
