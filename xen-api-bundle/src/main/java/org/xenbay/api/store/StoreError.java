// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

/** Why XenStore refused a request (xen/include/public/io/xs_wire.h, xsd_errors), and what else can go wrong. */
public enum StoreError {
    /** The request or its path is malformed. */
    EINVAL,
    /** The caller may not do this. */
    EACCES,
    /** The watch exists already. */
    EEXIST,
    /** The node is a directory. */
    EISDIR,
    /** No such node, transaction or watch. */
    ENOENT,
    /** The daemon is out of memory. */
    ENOMEM,
    /** A quota of nodes, permissions, size or transactions is used up. */
    ENOSPC,
    /** The daemon failed to read or write. */
    EIO,
    /** The directory is not empty. */
    ENOTEMPTY,
    /** The daemon does not know this operation. */
    ENOSYS,
    /** The store is read-only. */
    EROFS,
    /** A transaction cannot be started here. */
    EBUSY,
    /** The transaction met a conflict: start it again. */
    EAGAIN,
    /** The domain is connected already. */
    EISCONN,
    /** A name list, value or number of watches is too big. */
    E2BIG,
    /** The caller may not change an owner. */
    EPERM,
    /** A quota is used up, as oxenstored says it. */
    EQUOTA,
    /** The connection to the daemon is gone; the request may or may not have been carried out. */
    CONNECTION_LOST,
    /** An error name this client does not know. */
    UNKNOWN;

    /**
     * @param name the text of an ERROR reply
     * @return the error of that name, or {@link #UNKNOWN}
     */
    public static StoreError ofWireName(String name) {
        for (StoreError error : values()) {
            if (error.ordinal() < CONNECTION_LOST.ordinal() && error.name().equals(name)) {
                return error;
            }
        }
        return UNKNOWN;
    }
}
