// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.nativexen.descriptor.DescriptorToken;
import org.xenbay.nativexen.libc.FileAbi.Iovec;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;

/** A descriptor of a regular file. Every call holds a share of it. */
final class NativeOpenFile extends HeldDescriptor implements OpenFile {

    /** Flags that are passed to the kernel in addition to the access mode; their numbers are the same on all machines. */
    private static final int HONOURED =
            OpenFlags.TRUNCATE | OpenFlags.APPEND | OpenFlags.DATA_SYNC | OpenFlags.NO_ACCESS_TIME | OpenFlags.SYNC;

    /** pread or pwrite. */
    @FunctionalInterface
    private interface Move {
        long move(int descriptor, ByteBuffer part, long length, long position);
    }

    /** Whether the file system does not support reads without waiting. */
    private volatile boolean waits;
    /** Read once. */
    private volatile @Nullable FileIdentity identity;

    NativeOpenFile(FileSystem system, Descriptor descriptor) {
        this(system, descriptor, null);
    }

    /** @param known the file's identity; null if it is to be read when needed */
    NativeOpenFile(FileSystem system, Descriptor descriptor, @Nullable FileIdentity known) {
        super(system, descriptor);
        this.identity = known;
    }

    /**
     * @param flags of {@link OpenFlags}
     * @return the flags for open(2)
     * @throws FileException EINVAL when the access mode does not exist
     */
    static int flags(int flags) throws FileException {
        if ((flags & OpenFlags.ACCESS_MODE) == OpenFlags.ACCESS_MODE) {
            throw new FileException(Errno.EINVAL, "open with no access mode");
        }
        return flags & (OpenFlags.ACCESS_MODE | HONOURED);
    }

    @Override
    public int read(long position, SharedMemory target, int offset, int length) throws FileException {
        return target.<FileException>lend(offset, length, part -> read(position, part));
    }

    @Override
    public int read(long position, ByteBuffer target) throws FileException {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        return moveAll(FileCalls::pread, "read", position, target);
    }

    @Override
    public int readCached(long position, ByteBuffer target) throws FileException {
        if (waits || position < 0 || target.isReadOnly() || !target.isDirect()) {
            // Also -1, which means the current position to preadv2.
            return read(position, target);
        }
        int start = target.position();
        try (Descriptor file = descriptor.share()) {
            while (target.hasRemaining()) {
                long count = readNow(file, position + target.position() - start, target);
                if (count > 0) {
                    target.position(target.position() + (int) count);
                } else if (count == 0) {
                    break;
                } else if (Libc.errno() == Errno.EAGAIN) {
                    return -1;
                } else if (Libc.errno() != Errno.EINTR) {
                    // The kernel or the file system does not know the flag. Any other failure occurs
                    // again in the read below.
                    waits = true;
                    return read(position, target.position(start));
                }
            }
        }
        return target.position() - start;
    }

    private static long readNow(Descriptor file, long position, ByteBuffer target) {
        byte[] part = new byte[Iovec.SIZE];
        ByteBuffer.wrap(part)
                .order(ByteOrder.nativeOrder())
                .putLong(Iovec.ADDRESS, Libc.address(target))
                .putLong(Iovec.LENGTH, target.remaining());
        return FileCalls.preadv2(file.number(), part, 1, position, Iovec.RWF_NOWAIT);
    }

    @Override
    public int write(long position, SharedMemory source, int offset, int length) throws FileException {
        return source.<FileException>lend(offset, length, part -> write(position, part));
    }

    @Override
    public int write(long position, ByteBuffer source) throws FileException {
        return moveAll(FileCalls::pwrite, "write", position, source);
    }

    /** Continues after a part was transferred; an error behind that part occurs again in the next call. */
    private int moveAll(Move call, String what, long position, ByteBuffer bytes) throws FileException {
        if (!bytes.isDirect()) {
            throw new IllegalArgumentException("only direct buffers have an address");
        }
        int start = bytes.position();
        try (Descriptor file = descriptor.share()) {
            while (bytes.hasRemaining()) {
                int moved = bytes.position() - start;
                long count = call.move(file.number(), bytes.slice(), bytes.remaining(), position + moved);
                if (count > 0) {
                    bytes.position(bytes.position() + (int) count);
                } else if (count == 0) {
                    break;
                } else if (Libc.errno() != Errno.EINTR) {
                    if (moved == 0) {
                        throw FileCalls.failure(what + " of a file");
                    }
                    break;
                }
            }
        }
        return bytes.position() - start;
    }

    @Override
    public void sync(boolean dataOnly) throws FileException {
        try (Descriptor file = descriptor.share()) {
            sync(file, dataOnly);
        }
    }

    static void sync(Descriptor file, boolean dataOnly) throws FileException {
        int result;
        do {
            result = dataOnly ? FileCalls.fdatasync(file.number()) : FileCalls.fsync(file.number());
        } while (Libc.interrupted(result));
        FileCalls.checked(result, "sync");
    }

    @Override
    public void truncate(long size) throws FileException {
        try (Descriptor file = descriptor.share()) {
            int result;
            do {
                result = FileCalls.ftruncate(file.number(), size);
            } while (Libc.interrupted(result));
            FileCalls.checked(result, "change of size");
        }
    }

    @Override
    public FileStat stat() throws FileException {
        try (Descriptor file = descriptor.share()) {
            return Attributes.stat(file);
        }
    }

    @Override
    public boolean tryLock(LockRange range) throws FileException {
        try (Descriptor file = descriptor.share()) {
            return Locks.tryLock(file, range);
        }
    }

    @Override
    public Optional<LockRange> conflict(LockRange range) throws FileException {
        try (Descriptor file = descriptor.share()) {
            return Locks.conflict(file, range);
        }
    }

    @Override
    public void unlock(long start, long length) throws FileException {
        try (Descriptor file = descriptor.share()) {
            Locks.unlock(file, start, length);
        }
    }

    @Override
    DescriptorToken token(Descriptor here) throws FileException {
        FileIdentity known = identity;
        if (known == null) {
            known = FileIdentity.of(Attributes.stat(here));
            identity = known;
        }
        return DescriptorToken.here("file", here.number(), 0, known.toString());
    }
}
