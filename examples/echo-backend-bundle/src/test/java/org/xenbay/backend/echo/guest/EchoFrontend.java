// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.guest;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.backend.echo.EchoPage;
import org.xenbay.frontend.FrontendDriver;
import org.xenbay.frontend.FrontendLink;
import org.xenbay.frontend.FrontendTraits;

/** The guest's driver of the device. */
public final class EchoFrontend implements FrontendDriver {

    private final Semaphore events = new Semaphore(0);
    private volatile ByteRingWriter out;
    private volatile ByteRingReader in;
    private volatile GuestPort port;
    private volatile boolean connected;

    @Override
    public FrontendTraits traits() {
        return FrontendTraits.eager("echo");
    }

    @Override
    public Map<String, String> publish(FrontendLink link) {
        GrantedPages page = link.grant(1, true);
        port = link.port(events::release);
        out = new ByteRingWriter(page.memory(), EchoPage.OUT, EchoPage.RING, EchoPage.OUT_CONS, EchoPage.OUT_PROD);
        in = new ByteRingReader(page.memory(), EchoPage.IN, EchoPage.RING, EchoPage.IN_CONS, EchoPage.IN_PROD);
        return Map.of(
                "ring-ref", Integer.toString(page.references()[0]), "event-channel", Integer.toString(port.number()));
    }

    @Override
    public void connected() {
        connected = true;
    }

    @Override
    public void disconnected() {
        connected = false;
    }

    /** @return whether the backend serves the ring */
    public boolean isConnected() {
        return connected;
    }

    /**
     * Sends any number of bytes, and waits for their echo.
     *
     * @param bytes what is sent
     * @return the echoed bytes
     * @throws InterruptedException when the thread is interrupted
     */
    public byte[] echoOf(byte[] bytes) throws InterruptedException {
        byte[] back = new byte[bytes.length];
        int sent = 0;
        int got = 0;
        while (got < back.length) {
            int written = out.write(bytes, sent, bytes.length - sent);
            int read = in.read(back, got, back.length - got);
            sent += written;
            got += read;
            if (written + read > 0) {
                port.signal();
            } else if (!events.tryAcquire(5, TimeUnit.SECONDS)) {
                throw new AssertionError("no answer for 5 s after " + got + " bytes");
            }
        }
        return back;
    }
}
