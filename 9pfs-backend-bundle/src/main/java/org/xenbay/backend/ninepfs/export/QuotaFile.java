// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.xen.SharedMemory;

/** An open file that grows only within the quota. */
final class QuotaFile implements OpenFile {

    private final OpenFile file;
    private final SizeChanges sizes;
    private final FileId id;
    private final boolean appends;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param file an open file that {@link Quota#opening} has counted */
    QuotaFile(OpenFile file, SizeChanges sizes, FileId id, boolean appends) {
        this.file = file;
        this.sizes = sizes;
        this.id = id;
        this.appends = appends;
        sizes.filesInUse().opened(id);
    }

    OpenFile plain() {
        return file;
    }

    /** A write that does not make the file longer needs no room, and may run concurrently with others of its kind. */
    private int write(long position, int length, SizeChanges.Change<Integer> change) throws FileException {
        if (position > Long.MAX_VALUE - length) {
            throw new FileException(Errno.EFBIG, "write behind the largest position");
        }
        long end = position + length;
        if (!appends) {
            try (FileLocks.Held lock = sizes.locks().shared(id)) {
                if (end <= file.stat().size()) {
                    return change.run();
                }
            }
        }
        return sizes.change(id, file::stat, size -> sizeAfter(size, end, length), change);
    }

    private long sizeAfter(long size, long end, int length) {
        if (length == 0) {
            return size;
        }
        return appends ? size + length : Math.max(size, end);
    }

    @Override
    public int write(long position, SharedMemory source, int offset, int length) throws FileException {
        return write(position, length, () -> file.write(position, source, offset, length));
    }

    @Override
    public int write(long position, ByteBuffer source) throws FileException {
        return write(position, source.remaining(), () -> file.write(position, source));
    }

    @Override
    public void truncate(long size) throws FileException {
        sizes.change(id, file::stat, before -> size, () -> {
            file.truncate(size);
            return size;
        });
    }

    @Override
    public int read(long position, SharedMemory target, int offset, int length) throws FileException {
        return file.read(position, target, offset, length);
    }

    @Override
    public int read(long position, ByteBuffer target) throws FileException {
        return file.read(position, target);
    }

    @Override
    public int readCached(long position, ByteBuffer target) throws FileException {
        return file.readCached(position, target);
    }

    @Override
    public void sync(boolean dataOnly) throws FileException {
        file.sync(dataOnly);
    }

    @Override
    public FileStat stat() throws FileException {
        return file.stat();
    }

    @Override
    public boolean tryLock(LockRange range) throws FileException {
        return file.tryLock(range);
    }

    @Override
    public Optional<LockRange> conflict(LockRange range) throws FileException {
        return file.conflict(range);
    }

    @Override
    public void unlock(long start, long length) throws FileException {
        file.unlock(start, length);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            sizes.filesInUse().closed(id, file::stat);
            file.close();
            sizes.quota().closed();
        }
    }
}
