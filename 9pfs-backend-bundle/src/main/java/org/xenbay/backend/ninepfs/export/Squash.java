package org.xenbay.backend.ninepfs.export;

/**
 * Which of a guest's users and groups become somebody else on the host, as exports(5) words it.
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
     * @param user a guest's, or -1 for none
     * @return the host's
     */
    public int user(int user) {
        return applies(user) ? uid : user;
    }

    /**
     * @param group a guest's, or -1 for none
     * @return the host's
     */
    public int group(int group) {
        return applies(group) ? gid : group;
    }

    private boolean applies(int id) {
        return id != -1 && (kind == Kind.ALL || kind == Kind.ROOT && id == 0);
    }
}
