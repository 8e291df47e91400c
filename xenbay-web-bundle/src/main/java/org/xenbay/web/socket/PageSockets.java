// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import java.util.Optional;
import org.xenbay.web.access.Session;
import org.xenbay.web.access.Sessions;
import org.xenbay.web.host.DeviceViews;
import org.xenbay.web.host.HealthFeed;
import org.xenbay.web.host.HostServices;

/** Makes the socket that a page asks for. From any thread. */
public final class PageSockets implements AutoCloseable {

    private final HostServices services;
    private final OpenSockets open;
    private final LiveFeed feed;

    /**
     * @param services of the host
     * @param sessions who has logged in
     * @param health of the host
     */
    public PageSockets(HostServices services, Sessions sessions, HealthFeed health) {
        this.services = services;
        this.open = new OpenSockets(sessions);
        this.feed = new LiveFeed(services, health);
    }

    /**
     * @param name of the socket, the last part of its path
     * @param device what the page asks for; empty for none
     * @param session of whoever asks
     * @return the socket; empty when there is none of that name
     */
    public Optional<PageSocket> make(String name, String device, Session session) {
        return switch (name) {
            case "live" -> Optional.of(new LiveSocket(session, open, feed));
            case "console" ->
                Optional.of(new ConsoleSocket(
                        session, open, services, DeviceViews.id(device).toString()));
            case "screen" -> Optional.of(new ScreenSocket(session, open, services, DeviceViews.id(device)));
            default -> Optional.empty();
        };
    }

    /** @return all that are open */
    public OpenSockets open() {
        return open;
    }

    @Override
    public void close() {
        feed.close();
        open.close();
    }
}
