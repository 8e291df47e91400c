// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import org.xenbay.api.file.DeviceNumber;

/** Notes a session's fids and locks for the process that takes over after a kill. By any thread. */
interface SessionNotes {

    /** Notes nothing: the session ends with this process. */
    SessionNotes NONE = new SessionNotes() {};

    /** Notes a fid, which becomes valid when the request that makes it has been executed. */
    default void prepare(Fid fid) {}

    /** Notes a fid that was taken over from a predecessor; it is valid at once. */
    default void adopt(Fid fid) {}

    /** Frees the note of a fid that was prepared and not added. */
    default void abandon(Fid fid) {}

    /** Notes what the fid has open; valid when the request that opened it has been executed. */
    default void prepareOpen(Fid fid) {}

    /** Notes further bytes of an extended attribute that is being written. */
    default void grew(Fid fid, Opened.XattrDraft draft) {}

    /** @return frees the bytes that are noted for the fid; to be run when the fid has been removed */
    default Runnable beside(Fid fid) {
        return () -> {};
    }

    /** Notes a file system that is new to the session. */
    default void device(DeviceNumber device) {}

    /** Notes the locks, which have changed or are about to change. Under the table's monitor. */
    default void locks(LockTable table) {}
}
