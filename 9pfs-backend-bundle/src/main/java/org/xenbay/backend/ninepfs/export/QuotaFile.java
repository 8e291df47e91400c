package org.xenbay.backend.ninepfs.export;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.xen.SharedMemory;

/** An open file that grows only as far as the quota lets it. */
final class QuotaFile implements OpenFile {

    private final OpenFile file;
    private final Quota quota;
    private final FileId id;
    private final boolean appends;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What moves bytes into the file. */
    @FunctionalInterface
    private interface Writing {
        int write() throws FileException;
    }

    /** Closes the file when it is one too many. */
    QuotaFile(OpenFile file, Quota quota, FileId id, boolean appends) throws FileException {
        this.file = file;
        this.quota = quota;
        this.id = id;
        this.appends = appends;
        try {
            quota.opened(id);
        } catch (FileException tooMany) {
            file.close();
            throw tooMany;
        }
    }

    OpenFile plain() {
        return file;
    }

    private int growing(long position, int length, Writing writing) throws FileException {
        if (!appends && position + length <= file.stat().size()) {
            return writing.write();
        }
        synchronized (quota) {
            long size = file.stat().size();
            long end = (appends ? size : position) + length;
            long growth = length == 0 ? 0 : Math.max(0, end - size);
            quota.take(growth, 0);
            long grown = 0;
            try {
                int written = writing.write();
                grown = Math.max(0, file.stat().size() - size);
                return written;
            } finally {
                quota.give(growth - grown, 0);
            }
        }
    }

    @Override
    public int write(long position, SharedMemory source, int offset, int length) throws FileException {
        return growing(position, length, () -> file.write(position, source, offset, length));
    }

    @Override
    public int write(long position, ByteBuffer source) throws FileException {
        return growing(position, source.remaining(), () -> file.write(position, source));
    }

    @Override
    public void truncate(long size) throws FileException {
        synchronized (quota) {
            long growth = size - file.stat().size();
            quota.take(growth, 0);
            try {
                file.truncate(size);
            } catch (FileException failed) {
                quota.give(growth, 0);
                throw failed;
            }
        }
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
            file.close();
            quota.closed(id);
        }
    }
}
