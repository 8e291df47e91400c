// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.guest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestFactory;
import org.xenbay.frontend.FrontendBus;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;

/**
 * Brings the driver into each guest of the embedded Xen, and a program of the guest that uses the driver:
 * {@code xenbay guest:echo 1/echo/0 hello}.
 */
@Component(immediate = true)
public final class EchoGuests implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "echo", "Sends a text from a guest into its echo device, and shows what comes back.")
            .scope("guest")
            .usage("<id> <text>")
            .arguments(2, 2, "<id> <text>", "domain/echo/number, and what is sent");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FrontendThreads threads = new FrontendThreads();
    private final Map<Integer, FrontendBus> buses = new ConcurrentHashMap<>();
    private final Map<DeviceId, EchoFrontend> drivers = new ConcurrentHashMap<>();
    private final Runnable endListening;

    /** @param factory makes the guests */
    @Activate
    public EchoGuests(@Reference GuestFactory factory) {
        endListening = factory.onCreate(this::drive);
        factory.guests().forEach(this::drive);
    }

    private void drive(Guest guest) {
        buses.computeIfAbsent(
                guest.domain(),
                domain -> new FrontendBus(guest, Map.of("echo", number -> frontend(guest, number)), threads));
    }

    private AutoCloseable frontend(Guest guest, int number) {
        DeviceId id = new DeviceId(guest.domain(), "echo", number);
        EchoFrontend driver = new EchoFrontend();
        XenbusFrontend frontend = new XenbusFrontend(guest, number, driver, threads, FrontendListener.NONE);
        drivers.put(id, driver);
        frontend.start();
        return () -> {
            drivers.remove(id);
            frontend.close();
        };
    }

    @Deactivate
    void stop() {
        endListening.run();
        buses.values().forEach(FrontendBus::close);
        threads.close();
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) throws InterruptedException {
        byte[] text = call.argument(1, "").getBytes(StandardCharsets.UTF_8);
        return new String(connected(call.device(0)).echoOf(text), StandardCharsets.UTF_8);
    }

    /** A device that has just been attached takes a moment to connect. */
    private EchoFrontend connected(DeviceId id) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; Thread.sleep(20)) {
            EchoFrontend driver = drivers.get(id);
            if (driver != null && driver.isConnected()) {
                return driver;
            }
        }
        throw new CommandFailure("the guest's driver has no connected device " + id + "; xenbay explain says why");
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return before.isEmpty()
                ? drivers.keySet().stream().map(DeviceId::toString).toList()
                : List.of();
    }
}
