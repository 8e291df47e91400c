// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.time.Clock;
import java.util.Map;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.ConsoleStream;
import org.xenbay.frontend.FrontendBus;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.PrimaryConsoleFrontend;

/** A guest with a shell on each of its consoles. */
final class DemoGuest implements AutoCloseable {

    private final Guest guest;
    private final FrontendThreads threads;
    private final Clock clock;
    private final PrimaryConsoleFrontend primary;
    private final ShellSession primarySession;
    private final FrontendBus bus;

    DemoGuest(Guest guest, FrontendThreads threads, Clock clock) {
        this.guest = guest;
        this.threads = threads;
        this.clock = clock;
        this.primary = new PrimaryConsoleFrontend(guest);
        this.primarySession = shellOn(primary, "hvc0");
        this.bus = new FrontendBus(guest, Map.of("console", this::console), threads);
    }

    String name() {
        return guest.name();
    }

    int domain() {
        return guest.domain();
    }

    @Override
    public void close() {
        bus.close();
        primarySession.close();
        primary.close();
    }

    private AutoCloseable console(int number) {
        ConsoleFrontend console = new ConsoleFrontend(guest, number, threads);
        ShellSession session = shellOn(console, "hvc" + number);
        console.start();
        return () -> {
            session.close();
            console.close();
        };
    }

    private ShellSession shellOn(ConsoleStream stream, String terminal) {
        GuestShell shell = new GuestShell(new ShellCommands(guest.name(), guest.domain(), terminal, clock));
        return new ShellSession(stream, shell, threads.serial());
    }
}
