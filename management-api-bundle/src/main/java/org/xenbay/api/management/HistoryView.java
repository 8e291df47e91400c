// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;

/**
 * The last minutes of a device, as far as they are kept.
 *
 * @param id the device
 * @param ended when the device was gone; null while it is there
 * @param notes what happened to it, the oldest first
 * @param requests its latest requests, the oldest first
 * @param loads how many requests it had, by intervals of {@link #INTERVAL_SECONDS}, the oldest first; intervals without a request are left out
 */
public record HistoryView(
        DeviceId id, @Nullable Instant ended, List<Note> notes, List<Request> requests, List<Load> loads) {

    /** Length of the intervals of {@link Load}, in seconds. */
    public static final int INTERVAL_SECONDS = 5;

    /** What a note is about. */
    public enum Kind {
        /** The states of the two sides changed, or the core did something about them. */
        STATE,
        /** A line of the device's log that reports a failure. */
        ERROR,
        /** A remark of its backend. */
        NOTE
    }

    /**
     * Something that happened.
     *
     * @param time when
     * @param kind what it is about
     * @param states the states after it; null when it is about something else, or they are not known
     * @param text in words
     */
    public record Note(Instant time, Kind kind, @Nullable States states, String text) {

        /**
         * One that tells no states.
         *
         * @param time when
         * @param kind what it is about
         * @param text in words
         */
        public Note(Instant time, Kind kind, String text) {
            this(time, kind, null, text);
        }
    }

    /**
     * The states of both sides.
     *
     * @param backend the backend's
     * @param frontend the frontend's, as the core has seen it
     */
    public record States(XenbusState backend, XenbusState frontend) {}

    /**
     * A request that was answered.
     *
     * @param time of the answer
     * @param kind in the protocol's words
     * @param subject the number of what it was about; -1 when there is none
     * @param bytes of data that it moved
     * @param error the protocol's number of the error that answered it; 0 for success
     * @param micros from its arrival to its answer, in microseconds
     */
    public record Request(Instant time, String kind, long subject, long bytes, int error, long micros) {}

    /**
     * The requests of an interval.
     *
     * @param begin of the interval
     * @param requests number of requests that were answered
     * @param errors number of those that were answered with an error
     * @param bytes of data that they moved
     * @param longestMicros the longest time of one of them, in microseconds
     */
    public record Load(Instant begin, long requests, long errors, long bytes, long longestMicros) {}

    /** Copies its lists. */
    public HistoryView {
        notes = List.copyOf(notes);
        requests = List.copyOf(requests);
        loads = List.copyOf(loads);
    }
}
