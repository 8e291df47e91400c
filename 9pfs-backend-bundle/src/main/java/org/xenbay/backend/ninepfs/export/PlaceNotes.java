package org.xenbay.backend.ninepfs.export;

/** Takes note of places, for who goes on when this process has been killed. By any thread. */
public interface PlaceNotes {

    /** Of places that nobody goes on with. */
    PlaceNotes NONE = new PlaceNotes() {};

    /**
     * @param place is there, and it is known which file it is
     * @return under which number it is noted; -1 when it is not
     */
    default int noted(Place place) {
        return -1;
    }

    /**
     * @param number of the note
     * @param place has another folder or name
     */
    default void moved(int number, Place place) {}

    /** @param number of the note of a place that is closed */
    default void closed(int number) {}
}
