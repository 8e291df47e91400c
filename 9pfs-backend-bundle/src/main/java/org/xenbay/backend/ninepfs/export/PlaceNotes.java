// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

/** Takes note of places, for who goes on when this process has been killed. By any thread. */
public interface PlaceNotes {

    /** Of places that nobody goes on with. */
    PlaceNotes NONE = new PlaceNotes() {};

    /** A reference that leads to no note. */
    long NOTHING = -1;

    /**
     * @param place is there, and it is known which file it is
     * @return a reference of its note; {@link #NOTHING} when it is not noted
     */
    default long noted(Place place) {
        return NOTHING;
    }

    /**
     * @param note reference of the place's note
     * @param place has another folder or name
     */
    default void moved(long note, Place place) {}

    /**
     * @param note reference of the place's note
     * @param word by which the place's file, which is open now, is taken; empty when it is about to be closed
     */
    default void opened(long note, String word) {}

    /** @param note reference of the note of a place that is closed */
    default void closed(long note) {}
}
