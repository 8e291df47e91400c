// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import org.xenbay.api.management.HistoryView.Kind;
import org.xenbay.api.management.HistoryView.States;
import org.xenbay.api.recording.DeviceHistory;

/** A device's history, as the core writes it. From any thread. */
public interface CoreHistory extends DeviceHistory {

    /** Keeps nothing. */
    CoreHistory NONE = new CoreHistory() {
        @Override
        public void request(String kind, long subject, long bytes, int error, long nanos) {
            // there is no room for it
        }

        @Override
        public void record(Kind kind, String text) {
            // there is no room for it
        }

        @Override
        public void states(States states, String text) {
            // there is no room for it
        }
    };

    /**
     * Records something that happened.
     *
     * @param kind what it is about
     * @param text one line; about 500 bytes of it are kept
     */
    void record(Kind kind, String text);

    /**
     * Records that the states changed, or that the core did something about them.
     *
     * @param states those after it
     * @param text one line; about 500 bytes of it are kept
     */
    void states(States states, String text);

    @Override
    default void note(String text) {
        record(Kind.NOTE, text);
    }
}
