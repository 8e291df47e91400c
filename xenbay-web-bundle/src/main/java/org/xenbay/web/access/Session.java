// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

import java.util.concurrent.TimeUnit;

/** Somebody who has logged in. From any thread. */
public final class Session {

    static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);
    static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(12);

    private final Access access;
    private final byte[] key;
    private final long began;
    private volatile long used;
    private volatile boolean ended;

    Session(Access access, String key, long now) {
        this.access = access;
        this.key = Secrets.digest(key);
        this.began = now;
        this.used = now;
    }

    /** @return what it allows */
    public Access access() {
        return access;
    }

    /**
     * The cookie comes with each request to this host, whatever page of whatever port makes it. Only the page itself has the key.
     *
     * @param offered what the request brings besides the cookie
     * @return whether it is this session's
     */
    public boolean hasKey(String offered) {
        return Secrets.isSame(key, offered);
    }

    /** @return whether it counts no more: somebody has logged out, or nobody has used it for long */
    boolean isOver(long now) {
        return ended || now - used > IDLE_NANOS || now - began > LONGEST_NANOS;
    }

    void use(long now) {
        used = now;
    }

    long used() {
        return used;
    }

    void end() {
        ended = true;
    }
}
