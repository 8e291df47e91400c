// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Those who have logged in. When too many have, by one kind of token, whoever of these has been idle longest has to log in again: who may only
 * look takes no place of those who may do all. From any thread.
 */
public final class Sessions {

    /** Most at once of each kind of access. */
    public static final int MAX_SESSIONS = 16;

    /** By the digest of what the cookie has. */
    @GuardedBy("this")
    private final Map<ByteBuffer, Session> sessions = new HashMap<>();

    private final LongSupplier clock;

    /**
     * A new session, as the browser gets it.
     *
     * @param cookie what the cookie has
     * @param key what the page brings with each request besides
     * @param session what it allows
     */
    public record Login(String cookie, String key, Session session) {}

    /** @param clock nanoseconds since any moment */
    public Sessions(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * @param access what the token allows
     * @return a session that has begun
     */
    public synchronized Login begin(Access access) {
        long now = clock.getAsLong();
        sessions.values().removeIf(session -> session.isOver(now));
        if (count(access) >= MAX_SESSIONS) {
            sessions.entrySet().stream()
                    .filter(entry -> entry.getValue().access() == access)
                    .min(Comparator.comparingLong(entry -> entry.getValue().used() - now))
                    .ifPresent(entry -> {
                        entry.getValue().end();
                        sessions.remove(entry.getKey());
                    });
        }
        String cookie = Secrets.make();
        String key = Secrets.make();
        Session session = new Session(access, key, now);
        sessions.put(name(cookie), session);
        return new Login(cookie, key, session);
    }

    /**
     * Somebody uses a session.
     *
     * @param cookie what the cookie has
     * @return the session; empty when there is none, or it is over
     */
    public synchronized Optional<Session> find(String cookie) {
        long now = clock.getAsLong();
        Session session = sessions.get(name(cookie));
        if (session == null || session.isOver(now)) {
            return Optional.empty();
        }
        session.use(now);
        return Optional.of(session);
    }

    /**
     * @param session whose socket is open
     * @return whether it goes on; being looked at counts as use
     */
    public boolean goesOn(Session session) {
        long now = clock.getAsLong();
        if (session.isOver(now)) {
            return false;
        }
        session.use(now);
        return true;
    }

    /** @param cookie of whoever logs out */
    public synchronized void end(String cookie) {
        Session session = sessions.remove(name(cookie));
        if (session != null) {
            session.end();
        }
    }

    /** Everybody has to log in again. */
    public synchronized void endAll() {
        sessions.values().forEach(Session::end);
        sessions.clear();
    }

    @GuardedBy("this")
    private long count(Access access) {
        return sessions.values().stream()
                .filter(session -> session.access() == access)
                .count();
    }

    /** @return how many there are */
    public synchronized int count() {
        long now = clock.getAsLong();
        return (int) sessions.values().stream()
                .filter(session -> !session.isOver(now))
                .count();
    }

    private static ByteBuffer name(String cookie) {
        return ByteBuffer.wrap(Secrets.digest(cookie));
    }
}
