// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.ConsoleStream;
import org.xenbay.frontend.FbFrontend;
import org.xenbay.frontend.FrontendBus;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.PrimaryConsoleFrontend;
import org.xenbay.frontend.VkbdFrontend;

/** A guest with a shell on each of its consoles, and a picture on each of its screens. */
final class DemoGuest implements AutoCloseable {

    private final Guest guest;
    private final FrontendThreads threads;
    private final Clock clock;
    private final PrimaryConsoleFrontend primary;
    private final ShellSession primarySession;
    private final FrontendBus bus;
    /** Screens by their numbers, which are also those of their keyboards. On the bus's thread. */
    private final Map<Integer, DemoScreen> screens = new HashMap<>();

    DemoGuest(Guest guest, FrontendThreads threads, Clock clock) {
        this.guest = guest;
        this.threads = threads;
        this.clock = clock;
        this.primary = new PrimaryConsoleFrontend(guest);
        this.primarySession = shellOn(primary, "hvc0");
        this.bus = new FrontendBus(
                guest, Map.of("console", this::console, "vfb", this::screen, "vkbd", this::keyboard), threads);
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

    private DemoScreen picture(int number) {
        return screens.computeIfAbsent(number, unused -> new DemoScreen(threads));
    }

    private AutoCloseable screen(int number) {
        DemoScreen picture = picture(number);
        FbFrontend[] made = new FbFrontend[1];
        FrontendListener listener = new FrontendListener() {
            @Override
            public void frontendState(XenbusState state) {
                if (state == XenbusState.CONNECTED) {
                    picture.begin(made[0].screen());
                }
            }
        };
        made[0] = new FbFrontend(guest, number, FbFrontend.Variant.LINUX, threads, listener);
        made[0].start();
        return () -> {
            picture.end();
            made[0].close();
        };
    }

    private AutoCloseable keyboard(int number) {
        VkbdFrontend keyboard =
                new VkbdFrontend(guest, number, VkbdFrontend.Variant.LINUX, threads, FrontendListener.NONE);
        picture(number).listenTo(keyboard.ring());
        keyboard.start();
        return keyboard;
    }

    private ShellSession shellOn(ConsoleStream stream, String terminal) {
        GuestShell shell = new GuestShell(new ShellCommands(guest.name(), guest.domain(), terminal, clock));
        return new ShellSession(stream, shell, threads.serial());
    }
}
