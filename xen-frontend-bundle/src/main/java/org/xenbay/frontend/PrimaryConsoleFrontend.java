// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.time.Duration;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.PrimaryConsole;

/**
 * The first console of a guest, as drivers/tty/hvc/hvc_xen.c drives it: its page and port were made by the domain
 * builder, and it has nothing to do with XenStore. Open from the beginning.
 */
public final class PrimaryConsoleFrontend implements ConsoleStream, AutoCloseable {

    private final RingStream stream = new RingStream();
    private final PrimaryConsole console;

    /** @param guest the domain it belongs to; the latest frontend made for it gets the events */
    public PrimaryConsoleFrontend(Guest guest) {
        this.console = guest.primaryConsole();
        console.port().onEvent(stream::event);
        stream.open(new ConsoleRing(console.page(), console.port()::signal));
    }

    @Override
    public boolean isOpen() {
        return stream.isOpen();
    }

    @Override
    public int write(byte[] source, int offset, int length) {
        return stream.write(source, offset, length);
    }

    @Override
    public boolean writeFully(byte[] source, Duration timeout) throws InterruptedException {
        return stream.writeFully(source, timeout);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        return stream.read(target, offset, length);
    }

    @Override
    public Runnable onEvent(Runnable listener) {
        return stream.onEvent(listener);
    }

    @Override
    public long corruptions() {
        return stream.corruptions();
    }

    /** Touches the page no more. */
    @Override
    public void close() {
        stream.close();
    }
}
