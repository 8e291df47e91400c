// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.Map;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.frontend.FrontendDriver;
import org.xenbay.frontend.FrontendLink;
import org.xenbay.frontend.FrontendTraits;

/** The frontend's part of {@link PingBackend}'s device. */
final class PingFrontend implements FrontendDriver {

    private final Runnable onEvent;
    private volatile GuestPort port;

    PingFrontend(Runnable onEvent) {
        this.onEvent = onEvent;
    }

    @Override
    public FrontendTraits traits() {
        return FrontendTraits.eager(PingBackend.TYPE);
    }

    @Override
    public Map<String, String> publish(FrontendLink link) {
        GrantedPages page = link.grant(1, true);
        port = link.port(onEvent);
        return Map.of(
                "ring-ref", Integer.toString(page.references()[0]), "event-channel", Integer.toString(port.number()));
    }

    void signal() {
        port.signal();
    }
}
