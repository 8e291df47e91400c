// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb.command;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.Listing;
import org.xenbay.api.device.DeviceId;

/** Lists USB devices, and assigns them to guests. */
@Component
public final class UsbCommand implements Command {
    private static final int MAX_PORTS = 31;

    /** A host may take seconds to reset a device and to return it to its own drivers. */
    private static final int SECONDS = 30;

    private static final CommandSpec SPEC = CommandSpec.of(
                    "usb", "Lists the USB devices and their guests, or plugs one into a guest or unplugs it.")
            .usage("[--json] [attach [--force] <path> <id> [port] | detach <path>]")
            .json("as JSON")
            .flag(
                    "attach even a device that this host uses, as if it was unplugged: data that are not written are lost",
                    "--force")
            .arguments(
                    0,
                    4,
                    "[attach <path> <id> [port] | detach <path>]",
                    "a device such as 2-1.4 or disk0, then domain/qusb/number and a port; without one the first that is"
                            + " free")
            .example("the devices, and who has them")
            .example("plugs one into the first free port of domain 5", "attach", "2-1.4", "5/qusb/0")
            .example("pulls it out again", "detach", "2-1.4");

    private static final List<Column<UsbDeviceView>> COLUMNS = List.of(
            Column.of("DEVICE", UsbDeviceView::path),
            Column.<UsbDeviceView>of("HARDWARE", UsbDeviceView::hardware).whereRoom(),
            Column.<UsbDeviceView>of("SERIAL", UsbDeviceView::serial).whereRoom(),
            Column.flexible("NAME", UsbDeviceView::name),
            Column.<UsbDeviceView>of("MBIT/S", UsbDeviceView::megabits).whereRoom(),
            Column.<UsbDeviceView>of("CLASS", device -> String.join(",", device.classes()))
                    .whereRoom(),
            Column.of(
                    "GUEST",
                    device -> device.controller().map(DeviceId::toString).orElse("")),
            Column.of("PORT", device -> device.port() == 0 ? "" : device.port()),
            Column.flexible("STATE", UsbDeviceView::state));

    private final UsbPorts ports;

    /** @param ports the backend */
    @Activate
    public UsbCommand(@Reference UsbPorts ports) {
        this.ports = ports;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) {
        List<String> words = call.arguments();
        boolean force = call.has("--force");
        if (words.isEmpty()) {
            return new Listing<>(COLUMNS, ports.devices());
        }
        boolean attach = words.get(0).equals("attach");
        if (attach ? words.size() < 3 : force || !words.get(0).equals("detach") || words.size() != 2) {
            throw call.misuse();
        }
        return attach ? attach(call, words.get(1), force) : detach(words.get(1));
    }

    private String attach(CommandCall call, String path, boolean force) {
        DeviceId id = call.device(2);
        int port = call.arguments().size() < 4
                ? 0
                : CommandCall.number(call.arguments().get(3), "port", 1, MAX_PORTS);
        int got = await(CommandFailure.from(() -> ports.attach(path, id, port, force)));
        return path + " is in port " + got + " of " + id;
    }

    private String detach(String path) {
        return path + " was pulled out of " + await(CommandFailure.from(() -> ports.detach(path)));
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new CommandFailure(String.valueOf((cause == null ? failed : cause).getMessage()), failed);
        } catch (TimeoutException late) {
            throw new CommandFailure("the device has not answered within " + SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", interrupted);
        }
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return switch (before.size()) {
            case 0 -> List.of("attach", "detach");
            case 1 -> ports.devices().stream().map(UsbDeviceView::path).toList();
            case 2 ->
                before.get(0).equals("attach")
                        ? ports.controllers().stream().map(DeviceId::toString).toList()
                        : List.of();
            default -> List.of();
        };
    }
}
