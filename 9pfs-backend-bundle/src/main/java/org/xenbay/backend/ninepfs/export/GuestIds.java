// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.OptionalInt;

/**
 * The user and the group that a client names in a request.
 *
 * @param user the guest's user, unsigned, if the client names one
 * @param group the guest's group, unsigned, if the client names one
 */
public record GuestIds(OptionalInt user, OptionalInt group) {

    /** The number in a message that names no user or group (P9_NONUNAME of linux/include/net/9p/9p.h). */
    public static final int NOT_NAMED = -1;

    /** Neither is named. */
    public static final GuestIds NONE = new GuestIds(OptionalInt.empty(), OptionalInt.empty());

    /**
     * @param user the number in a message that creates a file or attaches a user, or {@link #NOT_NAMED}
     * @param group the number in a message that creates a file, or {@link #NOT_NAMED}
     * @return what the client names
     */
    public static GuestIds sent(int user, int group) {
        return new GuestIds(named(user), named(group));
    }

    /**
     * @param user the number in a message that attaches a user, or {@link #NOT_NAMED}
     * @return the user without a group
     */
    public static GuestIds ofUser(int user) {
        return user == NOT_NAMED ? NONE : new GuestIds(OptionalInt.of(user), OptionalInt.empty());
    }

    private static OptionalInt named(int sent) {
        return sent == NOT_NAMED ? OptionalInt.empty() : OptionalInt.of(sent);
    }
}
