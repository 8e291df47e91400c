// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.OptionalInt;

/**
 * Which of a guest's users and groups become somebody else on the host, as exports(5) words it. Whoever is named becomes
 * somebody by the number, whatever the number is; who is not named would be this process's user, root as a rule, so becomes
 * somebody else as well where anybody does.
 *
 * @param kind which
 * @param uid the user they become
 * @param gid the group they become
 */
public record Squash(Kind kind, int uid, int gid) {

    /** Nobody on Debian, and on nearly all others. */
    public static final int NOBODY = 65534;

    /** All stay who they are. */
    public static final Squash NONE = new Squash(Kind.NONE, NOBODY, NOBODY);

    /** Who is squashed. */
    public enum Kind {
        /** Nobody. */
        NONE,
        /** User 0 and group 0. */
        ROOT,
        /** All. */
        ALL
    }

    /**
     * @param user a guest's; empty when none is named
     * @return the host's
     */
    public OptionalInt user(OptionalInt user) {
        return applies(user) ? OptionalInt.of(uid) : user;
    }

    /**
     * @param group a guest's; empty when none is named
     * @return the host's
     */
    public OptionalInt group(OptionalInt group) {
        return applies(group) ? OptionalInt.of(gid) : group;
    }

    private boolean applies(OptionalInt id) {
        return switch (kind) {
            case NONE -> false;
            case ROOT -> id.isEmpty() || id.getAsInt() == 0;
            case ALL -> true;
        };
    }
}
