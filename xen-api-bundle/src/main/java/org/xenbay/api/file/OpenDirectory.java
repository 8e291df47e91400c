// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A folder that is open to be read. Entries that exist all the time are given once each; whether those that come or go
 * meanwhile are given is not said. Methods may be called by several threads; after {@link #close} they fail with
 * {@link Errno#EBADF}.
 */
@ProviderType
public interface OpenDirectory extends AutoCloseable {

    /** Where to begin with the first entry. */
    long START = 0;

    /**
     * Reads entries, among them {@code .} and {@code ..}, until the visitor takes no more or the end is reached.
     *
     * @param cookie {@link #START}, or the cookie of the entry to go on after. A cookie is the file system's, not an
     *     index; it may be used again, later, and on another {@link OpenDirectory} of the same folder
     * @param visitor takes the entries; called on this thread, and must not use this object
     * @throws FileException {@link Errno#EINVAL} for a cookie the file system cannot have given, {@link Errno#ENOENT}
     *     when the folder was removed
     */
    void read(long cookie, Visitor visitor) throws FileException;

    /**
     * Brings to the disk which entries the folder has.
     *
     * @throws FileException {@link Errno#EIO} when something was lost
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
         * @return false when there was no room for it: it is not taken, and the reading ends
         */
        boolean take(DirectoryEntry entry);
    }
}
