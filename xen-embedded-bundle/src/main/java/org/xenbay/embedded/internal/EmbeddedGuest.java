// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.guest.PrimaryConsole;
import org.xenbay.api.store.XenStore;
import org.xenbay.embedded.FaultStep;

/** A domain as seen by its kernel. */
public final class EmbeddedGuest implements Guest {

    private static final int CONSOLE_BACKEND = 0;

    private final Domain domain;
    private final XenStore store;
    private final FaultGate faults;
    private final PrimaryConsole console;

    EmbeddedGuest(Domain domain, XenStore store, FaultGate faults) {
        this.domain = domain;
        this.store = store;
        this.faults = faults;
        EmbeddedPages page = new EmbeddedPages(domain.pages(), domain.pages().allocateConsole(CONSOLE_BACKEND));
        GuestPort port = domain.ports().reserve(CONSOLE_BACKEND, () -> {});
        this.console = new PrimaryConsole(page.memory(), page.frames()[0], port);
    }

    @Override
    public int domain() {
        return domain.id();
    }

    @Override
    public String name() {
        return domain.name();
    }

    @Override
    public XenStore store() {
        return store;
    }

    @Override
    public GrantedPages grant(int grantee, int count, boolean writable) {
        faults.pass(FaultStep.GUEST_GRANT, domain.id());
        domain.requireRunning();
        EmbeddedPages pages = new EmbeddedPages(domain.pages(), domain.pages().allocate(count, grantee, writable));
        if (!domain.isRunning()) {
            pages.revoke();
        }
        return pages;
    }

    @Override
    public GuestPort allocatePort(int forDomain, Runnable listener) {
        faults.pass(FaultStep.GUEST_PORT, domain.id());
        return domain.ports().reserve(forDomain, listener);
    }

    @Override
    public PrimaryConsole primaryConsole() {
        return console;
    }

    Domain hypervisorSide() {
        return domain;
    }

    @Override
    public String toString() {
        return domain.id() + " (" + domain.name() + ")";
    }
}
