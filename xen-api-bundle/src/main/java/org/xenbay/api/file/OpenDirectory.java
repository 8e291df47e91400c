// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A folder that is open to be read. An entry that exists all the time is returned once. An entry that is created or removed
 * meanwhile may be returned or not. Methods may be called by several threads; after {@link #close} they fail with {@link
 * Errno#EBADF}.
 */
@ProviderType
public interface OpenDirectory extends AutoCloseable {

    /** The cookie before the first entry. */
    long START = 0;

    /**
     * Reads entries, among them {@code .} and {@code ..}, until the visitor takes no more or the end is reached.
     *
     * @param cookie {@link #START}, or the cookie of the last entry that was read. The file system chooses cookies; they are
     *     not indices. A cookie may be used several times, later, and with another {@link OpenDirectory} of the same folder
     * @param visitor takes the entries; called on this thread, and must not use this object
     * @throws FileException {@link Errno#EINVAL} for a cookie the file system cannot have given, {@link Errno#ENOENT}
     *     when the folder was removed
     */
    void read(long cookie, Visitor visitor) throws FileException;

    /**
     * Writes the folder's entries to the disk.
     *
     * @throws FileException {@link Errno#EIO} when data were lost
     */
    void sync() throws FileException;

    /**
     * @return the folder's attributes
     * @throws FileException as statx(2) says
     */
    FileStat stat() throws FileException;

    /** Closes the folder. Never fails; closing twice is harmless. */
    @Override
    void close();

    /** Takes entries. */
    @ConsumerType
    @FunctionalInterface
    interface Visitor {

        /**
         * @param entry the next one
         * @return false when the visitor has no room: it has not taken the entry, and the reading ends
         */
        boolean take(DirectoryEntry entry);
    }
}
