// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.PrimaryConsole;

/**
 * The first console of a guest, as drivers/tty/hvc/hvc_xen.c drives it: its page and port were made by the domain
 * builder, and it has nothing to do with XenStore. Open from the beginning.
 */
public final class PrimaryConsoleFrontend extends RingConsole {

    private final PrimaryConsole console;

    /** @param guest the domain it belongs to; the latest frontend made for it gets the events */
    public PrimaryConsoleFrontend(Guest guest) {
        this.console = guest.primaryConsole();
        console.port().onEvent(stream::event);
        stream.open(new ConsoleRing(console.page(), console.port()::signal));
    }

    /** Does not access the page after this. */
    @Override
    public void close() {
        stream.close();
    }
}
