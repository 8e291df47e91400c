// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.OptionalInt;

/**
 * Which of a guest's users and groups become others on the host (exports(5)). For a named user the number decides. An unnamed
 * user would be this process's user, usually root, and is squashed by every kind that squashes a user.
 *
 * @param kind which users are squashed
 * @param uid the user that they become
 * @param gid the group that they become
 */
public record Squash(Kind kind, int uid, int gid) {

    /** User and group nobody on Debian, and on nearly all other systems. */
    public static final int NOBODY = 65534;

    /** No user is squashed. */
    public static final Squash NONE = new Squash(Kind.NONE, NOBODY, NOBODY);

    /** Which users and groups are squashed. */
    public enum Kind {
        /** None. */
        NONE,
        /** User 0 and group 0. */
        ROOT,
        /** All. */
        ALL
    }

    /**
     * @param guest what the client names
     * @return the host's user and group; each is named if the client names it or it is squashed
     */
    public Owner host(GuestIds guest) {
        return switch (kind) {
            case NONE -> new Owner(guest.user(), guest.group());
            case ROOT ->
                new Owner(
                        guest.user().orElse(0) == 0 ? OptionalInt.of(uid) : guest.user(),
                        guest.group().orElse(0) == 0 ? OptionalInt.of(gid) : guest.group());
            case ALL -> Owner.of(uid, gid);
        };
    }
}
