// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

/** Notes path entries for the process that takes over after a kill. By any thread. */
public interface PathEntryNotes {

    /** Notes nothing. */
    PathEntryNotes NONE = new PathEntryNotes() {};

    /** A reference that leads to no note. */
    long NOTHING = -1;

    /**
     * @param entry a path entry whose file is identified
     * @return a reference of its note; {@link #NOTHING} when it is not noted
     */
    default long noted(PathEntry entry) {
        return NOTHING;
    }

    /**
     * @param note reference of the path entry's note
     * @param entry has another folder or name
     */
    default void moved(long note, PathEntry entry) {}

    /**
     * @param note reference of the path entry's note
     * @param token the token of the path entry's file, which is open now; an empty text before the file is closed
     */
    default void opened(long note, String token) {}

    /** @param note reference of the note of a path entry that is closed */
    default void closed(long note) {}
}
