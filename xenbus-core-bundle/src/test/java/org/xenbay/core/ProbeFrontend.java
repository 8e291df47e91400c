// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.store.StorePath;

/** The frontend of {@link ProbeBackend}'s device; each of its steps is a call by the test. */
final class ProbeFrontend {

    final Guest guest;
    final StorePath path;
    final Semaphore answers = new Semaphore(0);
    private GrantedPages page;
    private GuestPort port;
    private int sent;

    ProbeFrontend(Guest guest, DeviceId id) {
        this.guest = guest;
        this.path = guest.path().child("device/probe/" + id.device());
    }

    /** Makes a new ring and publishes it, with state Initialised, all at once. */
    ProbeFrontend publish() {
        page = guest.grant(0, 1, true);
        port = guest.allocatePort(0, answers::release);
        sent = 0;
        guest.store().transact(transaction -> {
            transaction.write(path.child("ring-ref"), Integer.toString(page.references()[0]));
            transaction.write(path.child("event-channel"), Integer.toString(port.number()));
            transaction.write(path.child("state"), "3");
            return null;
        });
        return this;
    }

    ProbeFrontend state(XenbusState state) {
        guest.store().write(path.child("state"), Integer.toString(state.number()));
        return this;
    }

    void write(String node, String value) {
        guest.store().write(path.child(node), value);
    }

    /** Puts a number into the ring; the backend counts it. */
    void send() {
        page.memory().putIntRelease(0, ++sent);
        port.signal();
    }

    boolean isAnswered() throws InterruptedException {
        return answers.tryAcquire(5, TimeUnit.SECONDS);
    }

    int counted() {
        return page.memory().getIntAcquire(4);
    }

    GrantedPages page() {
        return page;
    }

    GuestPort port() {
        return port;
    }
}
