// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import java.util.Objects;

/**
 * How to change a time of a file.
 *
 * @param kind how it changes
 * @param time the new time, for {@link Kind#GIVEN}
 */
public record TimeUpdate(Kind kind, Timestamp time) {

    /** It stays as it is. */
    public static final TimeUpdate KEEP = new TimeUpdate(Kind.KEEP, new Timestamp(0, 0));

    /** It becomes the host's present time. */
    public static final TimeUpdate NOW = new TimeUpdate(Kind.NOW, new Timestamp(0, 0));

    /** How a time changes. */
    public enum Kind {
        /** It stays. */
        KEEP,
        /** To the host's present time. */
        NOW,
        /** To a given time. */
        GIVEN
    }

    /** Checks that no part is missing. */
    public TimeUpdate {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(time, "time");
    }

    /**
     * @param time the new time
     * @return the update
     */
    public static TimeUpdate to(Timestamp time) {
        return new TimeUpdate(Kind.GIVEN, time);
    }
}
