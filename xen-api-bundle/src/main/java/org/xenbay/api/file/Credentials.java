// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * The rights with which a thread uses files. By them the host's kernel decides what is permitted, who owns a new file, and
 * whether set-user-id and set-group-id bits stay when a file is written.
 *
 * @param kind the process's rights or a user's
 * @param uid the user, unsigned; 0 unless the kind is {@link Kind#USER}
 * @param gid the user's only group, unsigned; 0 unless the kind is {@link Kind#USER}
 */
public record Credentials(Kind kind, int uid, int gid) {

    /** All rights of the process. */
    public static final Credentials OWN = new Credentials(Kind.OWN, 0, 0);

    /** All rights of the process, but its writes clear set-user-id and set-group-id bits (no CAP_FSETID). */
    public static final Credentials OWN_AS_WRITER = new Credentials(Kind.OWN_AS_WRITER, 0, 0);

    /** The owner of the rights. */
    public enum Kind {
        /** The process. */
        OWN,
        /** The process, but as a writer that is not root. */
        OWN_AS_WRITER,
        /** A user who is in one group only. */
        USER
    }

    /**
     * @param uid a user, unsigned; 0 has no other rights than the process has
     * @param gid the user's group, unsigned
     * @return this user's rights
     */
    public static Credentials user(int uid, int gid) {
        return new Credentials(Kind.USER, uid, gid);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case OWN -> "the process's own rights";
            case OWN_AS_WRITER -> "the process's own rights as a writer";
            case USER -> "user " + Integer.toUnsignedString(uid) + ", group " + Integer.toUnsignedString(gid);
        };
    }
}
