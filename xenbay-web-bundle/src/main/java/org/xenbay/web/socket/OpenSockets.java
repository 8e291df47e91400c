// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.web.access.Sessions;

/** All sockets of open pages. Ends those of sessions that are over. From any thread. */
public final class OpenSockets implements AutoCloseable {

    /** Most at once. */
    public static final int MAX_SOCKETS = 24;

    /** Most of one session. */
    public static final int MAX_OF_SESSION = 8;

    private static final long PERIOD_SECONDS = 10;

    private final Sessions sessions;
    private final Set<PageSocket> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, DaemonThreads.named("xenbay-web-timer"));

    /** @param sessions who has logged in */
    public OpenSockets(Sessions sessions) {
        this.sessions = sessions;
        timer.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** @return false when there are too many, of all sessions or of its own; then it is not among them */
    synchronized boolean add(PageSocket socket) {
        long own = open.stream()
                .filter(other -> other.session() == socket.session())
                .count();
        return open.size() < MAX_SOCKETS && own < MAX_OF_SESSION && open.add(socket);
    }

    void remove(PageSocket socket) {
        open.remove(socket);
    }

    /** @return how many there are */
    public int count() {
        return open.size();
    }

    /** Closes the sockets of sessions that are over, and wakes the others' connections. */
    public void look() {
        for (PageSocket socket : open) {
            if (socket.isClosing()) {
                socket.cutIfOverdue();
            } else if (sessions.goesOn(socket.session())) {
                socket.ping();
            } else {
                socket.close("logged out");
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        open.forEach(socket -> socket.close("the page is switched off"));
    }
}
