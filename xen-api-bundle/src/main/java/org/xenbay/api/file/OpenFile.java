// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.xen.SharedMemory;

/**
 * A regular file that is open.
 *
 * <p>Methods may be called by several threads at once. After {@link #close} they fail with {@link Errno#EBADF}; a call
 * that is under way then ends undisturbed, and the file is closed after it. Signals do not end a call.
 */
@ConsumerType
public interface OpenFile extends AutoCloseable {

    /**
     * Reads straight into guest memory, which is held meanwhile: no copy in the Java heap.
     *
     * @param position byte offset in the file
     * @param target where to
     * @param offset first byte there
     * @param length most bytes to read
     * @return number of bytes, less than the length only at the end of the file or where an error came after them; 0 at
     *     the end
     * @throws FileException {@link Errno#EBADF} when it is not open for reading, {@link Errno#EINVAL} for a negative
     *     position
     * @throws IndexOutOfBoundsException when the range is not inside the memory
     * @throws IllegalStateException when the memory is closed
     */
    int read(long position, SharedMemory target, int offset, int length) throws FileException;

    /**
     * Reads into a direct buffer, from its position up to its limit; its position moves.
     *
     * @param position byte offset in the file
     * @param target where to; a heap buffer is an IllegalArgumentException
     * @return as {@link #read(long, SharedMemory, int, int)}
     * @throws FileException as there
     */
    int read(long position, ByteBuffer target) throws FileException;

    /**
     * Reads into a direct buffer what can be had without waiting for a disk, all of it or nothing. Where the file system
     * cannot say what is in memory, this waits.
     *
     * @param position byte offset in the file
     * @param target where to; what it holds after a -1 has no meaning
     * @return as {@link #read(long, ByteBuffer)}; -1 when a part is to be waited for
     * @throws FileException as there
     */
    int readCached(long position, ByteBuffer target) throws FileException;

    /**
     * Writes straight from guest memory, which is held meanwhile: no copy in the Java heap. A guest may change the bytes
     * while they are written; it gets what it wrote.
     *
     * @param position byte offset in the file, which grows as needed; without meaning if opened to append
     * @param source where from
     * @param offset first byte there
     * @param length number of bytes
     * @return number of bytes, less than the length only where an error came after them
     * @throws FileException {@link Errno#EBADF} when it is not open for writing, {@link Errno#ENOSPC},
     *     {@link Errno#EDQUOT}, {@link Errno#EFBIG}; none of the bytes was written then
     * @throws IndexOutOfBoundsException when the range is not inside the memory
     * @throws IllegalStateException when the memory is closed
     */
    int write(long position, SharedMemory source, int offset, int length) throws FileException;

    /**
     * Writes from a direct buffer, from its position up to its limit; its position moves.
     *
     * @param position byte offset in the file
     * @param source where from; a heap buffer is an IllegalArgumentException
     * @return as {@link #write(long, SharedMemory, int, int)}
     * @throws FileException as there
     */
    int write(long position, ByteBuffer source) throws FileException;

    /**
     * Brings to the disk what was written.
     *
     * @param dataOnly whether attributes may stay behind that are not needed to read the data (fdatasync)
     * @throws FileException {@link Errno#EIO} when something was lost
     */
    void sync(boolean dataOnly) throws FileException;

    /**
     * @param size in bytes; the file grows by zeros
     * @throws FileException {@link Errno#EINVAL} when it is not open for writing or the size is negative
     */
    void truncate(long size) throws FileException;

    /**
     * @return the attributes
     * @throws FileException as statx(2) says
     */
    FileStat stat() throws FileException;

    /**
     * Takes a lock on a range of bytes, or changes what this open file has locked there. It belongs to this open file
     * (Linux: open file description lock), ends with it, and conflicts with those of other open files, of other
     * processes on this host too.
     *
     * @param range which bytes, and how
     * @return false when somebody else's lock is in the way
     * @throws FileException {@link Errno#EBADF} when the file is not open for writing and the lock is exclusive, or not
     *     open for reading and it is shared; {@link Errno#EINVAL} for a range that is none
     */
    boolean tryLock(LockRange range) throws FileException;

    /**
     * @param range which bytes, and how
     * @return one of the locks in the way of {@link #tryLock}; empty when there is none
     * @throws FileException {@link Errno#EINVAL} for a range that is none
     */
    Optional<LockRange> conflict(LockRange range) throws FileException;

    /**
     * Unlocks what this open file has locked in a range; a range without locks is allowed.
     *
     * @param start first byte
     * @param length number of bytes, 0 for all up to the end, however far
     * @throws FileException {@link Errno#EINVAL} for a range that is none
     */
    void unlock(long start, long length) throws FileException;

    /** Closes the file, which ends its locks. Never fails; closing twice is harmless. */
    @Override
    void close();
}
