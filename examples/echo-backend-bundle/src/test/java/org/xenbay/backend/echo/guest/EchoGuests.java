// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.guest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
            .arguments(2, 2, "<id> <text>", "domain/echo/number, and what is sent")
            .anyText();

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(EchoGuests.class.getName());

    private final FrontendThreads threads = new FrontendThreads();
    private final Map<Integer, FrontendBus> buses = new ConcurrentHashMap<>();
    private final Map<DeviceId, Driven> devices = new ConcurrentHashMap<>();
    private final Runnable endListening;

    /** A device of a guest: the device's own driver, and the frontend that brings the driver up and down. */
    private record Driven(EchoFrontend driver, XenbusFrontend frontend) {}

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
        devices.put(id, new Driven(driver, frontend));
        frontend.start();
        frontend.reload(); // of a device that an earlier driver has left; a new device needs none
        return () -> {
            devices.remove(id);
            frontend.close();
        };
    }

    /** Each driver leaves its device Closed, as a module that is unloaded: the next driver can connect then. */
    @Deactivate
    void stop() {
        endListening.run();
        CompletableFuture<?>[] unloads = devices.values().stream()
                .map(device -> device.frontend().unload())
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(unloads).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | CancellationException late) {
            LOG.log(System.Logger.Level.WARNING, "a driver leaves before its backend has closed the device: {0}", late);
        }
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
            Driven device = devices.get(id);
            if (device != null && device.driver().isConnected()) {
                return device.driver();
            }
        }
        throw new CommandFailure("the guest's driver has no connected device " + id + "; xenbay explain says why");
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return before.isEmpty()
                ? devices.keySet().stream().map(DeviceId::toString).toList()
                : List.of();
    }
}
