// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.xenbay.api.file.Errno;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/**
 * Non-blocking reads and writes of file descriptors. A call's bytes pass through borrowed native memory, which is freed
 * with this object.
 */
final class Descriptors {

    /** Most bytes of one call; a terminal takes fewer anyway. */
    private static final int CHUNK = 16 * 1024;

    private final ConcurrentLinkedDeque<Memory> idle = new ConcurrentLinkedDeque<>();

    /** @return number of bytes read; 0 when there are none now; -1 at the end */
    int read(int descriptor, ByteBuffer target) throws IOException {
        int length = Math.min(CHUNK, target.remaining());
        if (length == 0) {
            return 0;
        }
        Memory bytes = borrow();
        try {
            long count;
            do {
                count = Libc.read(descriptor, bytes, length);
            } while (count < 0 && Libc.errno() == Errno.EINTR);
            if (count <= 0) {
                return count == 0 ? -1 : nothingOrFailure("read of a pseudo terminal");
            }
            target.put(bytes.getByteBuffer(0, count));
            return (int) count;
        } finally {
            idle.push(bytes);
        }
    }

    /** @return number of bytes taken; 0 when there is no room now */
    int write(int descriptor, ByteBuffer source) throws IOException {
        int length = Math.min(CHUNK, source.remaining());
        if (length == 0) {
            return 0;
        }
        Memory bytes = borrow();
        try {
            bytes.getByteBuffer(0, length).put(0, source, source.position(), length);
            long count;
            do {
                count = Libc.write(descriptor, bytes, length);
            } while (count < 0 && Libc.errno() == Errno.EINTR);
            if (count < 0) {
                return nothingOrFailure("write to a pseudo terminal");
            }
            source.position(source.position() + (int) count);
            return (int) count;
        } finally {
            idle.push(bytes);
        }
    }

    private static int nothingOrFailure(String call) throws IOException {
        if (Libc.errno() == Errno.EAGAIN) {
            return 0;
        }
        throw CallException.last(call);
    }

    private Memory borrow() {
        Memory bytes = idle.poll();
        return bytes == null ? new Memory(CHUNK) : bytes;
    }

    /** Closes a descriptor. Not repeated after an error, because Linux closes the descriptor even then. */
    static void close(int descriptor) {
        Libc.close(descriptor);
    }

    /**
     * {@code struct sockaddr_un} (unix(7)): the family in the machine's order, then the name.
     *
     * @param name a path, or an abstract name after a zero byte
     */
    static byte[] socketAddress(byte[] name) {
        byte[] address = new byte[Short.BYTES + name.length];
        address[0] = LibcAbi.AF_UNIX;
        System.arraycopy(name, 0, address, Short.BYTES, name.length);
        return address;
    }

    /** @return zeroed native memory */
    static Memory zeroed(int size) {
        Memory memory = new Memory(size);
        memory.clear();
        return memory;
    }

    /** Writes a 64-bit 1 to an eventfd, which makes it readable. A full eventfd is readable already. */
    static void signal(int eventDescriptor, Pointer one) {
        Libc.write(eventDescriptor, one, Long.BYTES);
    }
}
