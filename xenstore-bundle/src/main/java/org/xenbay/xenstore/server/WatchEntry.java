// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import org.xenbay.xenstore.wire.Message;

/** One watch of one session. Compared by identity. */
final class WatchEntry {

    private final Session session;
    private final String path;
    private final String token;
    private final int reportedFrom;

    /**
     * @param path absolute, or the name of a special watch
     * @param reportedFrom number of characters that are left out at the beginning of events: the domain's home, if the watch
     *     was set with a relative path
     */
    WatchEntry(Session session, String path, String token, int reportedFrom) {
        this.session = session;
        this.path = path;
        this.token = token;
        this.reportedFrom = reportedFrom;
    }

    Session session() {
        return session;
    }

    String path() {
        return path;
    }

    String token() {
        return token;
    }

    boolean isSpecial() {
        return path.charAt(0) == '@';
    }

    Key key() {
        return new Key(path, token);
    }

    /** Queues an event. An event that is too long for a message is dropped, as the daemon does. */
    void fire(String changed) {
        String reported = changed.substring(reportedFrom);
        if (reported.length() + token.length() + 2 <= Message.MAX_PAYLOAD) {
            session.sink().fired(this, reported);
        }
    }

    /** Identifies a watch within its session. */
    record Key(String path, String token) {}
}
