// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.xen.SharedMemory;

/**
 * A regular file that is open.
 *
 * <p>Methods may be called by several threads at once. After {@link #close} they fail with {@link Errno#EBADF}; a call that is
 * under way at that time ends normally, and then the file is closed. Signals do not end a call.
 */
@ConsumerType
public interface OpenFile extends AutoCloseable {

    /**
     * Reads directly into guest memory, without a copy in the Java heap. The memory stays mapped meanwhile.
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
     * @param target takes the bytes; a heap buffer is an IllegalArgumentException
     * @return as {@link #read(long, SharedMemory, int, int)}
     * @throws FileException as there
     */
    int read(long position, ByteBuffer target) throws FileException;

    /**
     * Reads into a direct buffer, if all bytes are in the page cache, so that no disk has to be waited for. Where the file
     * system cannot tell, this waits.
     *
     * @param position byte offset in the file
     * @param target takes the bytes; its content after a -1 is undefined
     * @return as {@link #read(long, ByteBuffer)}; -1 when a part is not in the cache
     * @throws FileException as there
     */
    int readCached(long position, ByteBuffer target) throws FileException;

    /**
     * Writes directly from guest memory, without a copy in the Java heap. The memory stays mapped meanwhile. A guest that
     * changes the bytes during the call harms only its own file.
     *
     * @param position byte offset in the file, which grows as needed; ignored if opened to append
     * @param source where from
     * @param offset first byte there
     * @param length number of bytes
     * @return number of bytes, less than the length only where an error came after them
     * @throws FileException {@link Errno#EBADF} when it is not open for writing, {@link Errno#ENOSPC}, {@link Errno#EDQUOT},
     *     {@link Errno#EFBIG}; then no byte was written
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
     * Writes the data to the disk.
     *
     * @param dataOnly whether to leave out attributes that are not needed to read the data (fdatasync)
     * @throws FileException {@link Errno#EIO} when data were lost
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
     * Locks a range of bytes, or changes this open file's lock on it. The lock belongs to this open file (Linux: open file
     * description lock) and ends with it. It conflicts with the locks of other open files, also of other processes on this
     * host.
     *
     * @param range which bytes, and how
     * @return false when another open file's lock conflicts
     * @throws FileException {@link Errno#EBADF} when the file is not open for writing and the lock is exclusive, or not open
     *     for reading and it is shared; {@link Errno#EINVAL} for an invalid range
     */
    boolean tryLock(LockRange range) throws FileException;

    /**
     * @param range which bytes, and how
     * @return one of the locks that conflict; empty when {@link #tryLock} would succeed
     * @throws FileException {@link Errno#EINVAL} for an invalid range
     */
    Optional<LockRange> conflict(LockRange range) throws FileException;

    /**
     * Unlocks what this open file has locked in a range; a range without locks is allowed.
     *
     * @param start first byte
     * @param length number of bytes, 0 for all up to the end of the file
     * @throws FileException {@link Errno#EINVAL} for an invalid range
     */
    void unlock(long start, long length) throws FileException;

    /** Closes the file, which ends its locks. Never fails; closing twice is harmless. */
    @Override
    void close();
}
