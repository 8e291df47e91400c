// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.frontend.FrontendDriver;
import org.xenbay.frontend.FrontendLink;
import org.xenbay.frontend.FrontendTraits;

/** The guest's driver, as far as it follows Linux's xen-tpmfront. */
final class VtpmFrontend implements FrontendDriver {

    private static final long SECONDS = 20;
    private static final int LENGTH = 0;
    private static final int STATE = 4;
    private static final int LOCALITY = 5;
    private static final int REFERENCES = 7;
    private static final int DATA = 8;

    private final Semaphore events = new Semaphore(0);
    private volatile SharedMemory page;
    private volatile GuestPort port;

    @Override
    public FrontendTraits traits() {
        return FrontendTraits.eager("vtpm");
    }

    @Override
    public Map<String, String> publish(FrontendLink link) {
        GrantedPages pages = link.grant(1, true);
        page = pages.memory();
        port = link.port(events::release);
        return Map.of(
                "ring-ref", Integer.toString(pages.references()[0]),
                "event-channel", Integer.toString(port.number()),
                "feature-protocol-v2", "1");
    }

    /** Sends a command, and waits for the response. */
    byte[] transmit(byte[] command) throws InterruptedException {
        submit(command, command.length, 0);
        return response();
    }

    /** Sends a command that says to be so long. */
    void submit(byte[] command, int length, int locality) {
        page.put(DATA, command, 0, command.length);
        page.putInt(LENGTH, length);
        page.putByte(LOCALITY, locality);
        page.putByte(REFERENCES, 0);
        pass(VtpmPage.SUBMIT);
    }

    void cancel() {
        pass(VtpmPage.CANCEL);
    }

    private void pass(int state) {
        page.fullFence();
        page.putByte(STATE, state);
        port.signal();
    }

    int state() {
        return page.getIntAcquire(STATE) & 0xFF;
    }

    byte[] response() throws InterruptedException {
        awaitTurn();
        byte[] response = new byte[page.getInt(LENGTH)];
        page.get(DATA, response, 0, response.length);
        return response;
    }

    void awaitTurn() throws InterruptedException {
        while (state() == VtpmPage.SUBMIT || state() == VtpmPage.CANCEL) {
            if (!events.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no response for " + SECONDS + " s");
            }
        }
    }
}
