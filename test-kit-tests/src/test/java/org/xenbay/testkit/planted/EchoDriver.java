// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit.planted;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.frontend.FrontendDriver;
import org.xenbay.frontend.FrontendLink;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.FrontendTraits;
import org.xenbay.frontend.XenbusFrontend;
import org.xenbay.testkit.GuestClient;

/** The guest's driver of a {@link SoundHandler}. */
public final class EchoDriver implements FrontendDriver {

    private final Semaphore events = new Semaphore(0);
    private volatile ByteRingWriter out;
    private volatile ByteRingReader in;
    private volatile GuestPort port;

    public static GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        EchoDriver driver = new EchoDriver();
        return GuestClient.of(
                new XenbusFrontend(domain, 0, driver, frontends, listener), () -> driver.echo(3 * SoundHandler.RING));
    }

    @Override
    public FrontendTraits traits() {
        return FrontendTraits.eager(PlantedBackend.TYPE);
    }

    @Override
    public Map<String, String> publish(FrontendLink link) {
        GrantedPages page = link.grant(1, true);
        port = link.port(events::release);
        out = new ByteRingWriter(page.memory(), 0, SoundHandler.RING, SoundHandler.OUT_CONS, SoundHandler.OUT_PROD);
        in = new ByteRingReader(
                page.memory(), SoundHandler.RING, SoundHandler.RING, SoundHandler.IN_CONS, SoundHandler.IN_PROD);
        return Map.of(
                "ring-ref", Integer.toString(page.references()[0]), "event-channel", Integer.toString(port.number()));
    }

    private void echo(int count) throws InterruptedException {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        byte[] back = new byte[count];
        int sent = 0;
        int got = 0;
        while (got < count) {
            int written = out.write(bytes, sent, count - sent);
            int read = in.read(back, got, count - got);
            sent += written;
            got += read;
            if (written + read > 0) {
                port.signal();
            } else if (!events.tryAcquire(3, TimeUnit.SECONDS)) {
                throw new AssertionError("no echo after " + got + " bytes");
            }
        }
        if (!java.util.Arrays.equals(bytes, back)) {
            throw new AssertionError("the echo differs");
        }
    }
}
