// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.PrimaryConsole;

/**
 * The first console of a guest, as drivers/tty/hvc/hvc_xen.c drives it: the domain builder makes its page and port, and it does
 * not use XenStore. Open from the beginning.
 */
public final class PrimaryConsoleFrontend extends RingConsole {

    private final PrimaryConsole console;

    /** @param guest the console's guest; its latest frontend gets the events */
    public PrimaryConsoleFrontend(Guest guest) {
        this.console = guest.primaryConsole();
        console.port().onEvent(stream::event);
        stream.open(new ConsoleRing(console.page(), console.port()::signal));
    }

    /** Stops using the page. */
    @Override
    public void close() {
        stream.close();
    }
}
