// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.UsbDeviceView;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.Listing;

/** Shows USB devices, and plugs them into guests. */
@Component(service = UsbCommand.class)
@GogoCommand(scope = "xen", function = "usb")
public final class UsbCommand {
    private static final String USAGE = "usb [--json] [attach [--force] <path> <id> [port] | detach <path>]";
    private static final int MOST_PORTS = 31;

    /** A host may take seconds to reset a device and to give it back to its own drivers. */
    private static final int SECONDS = 30;

    private final Platform platform;

    @Activate
    public UsbCommand(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Lists the USB devices and whose they are, or plugs one into a guest or pulls it out.")
    @Usage(USAGE)
    public Object usb(
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            @Descriptor("attach also what this host uses, as if it was pulled out: what is not written is lost")
                    @Parameter(names = "--force", presentValue = "true", absentValue = "false")
                    boolean force,
            @Descriptor("[attach <path> <id> [port] | detach <path>]: a device such as 2-1.4 or disk0, then"
                            + " domain/qusb/number and a port; without one the first that is free")
                    String... arguments) {
        List<String> words = new Arguments(USAGE, arguments).between(0, 4);
        if (words.isEmpty()) {
            Listing<UsbDeviceView> devices =
                    new Listing<>(UsbDeviceView.class, platform.usbPorts().devices());
            return json ? new JsonText(devices) : devices;
        }
        boolean attach = words.get(0).equals("attach");
        if (attach ? words.size() < 3 : force || !words.get(0).equals("detach") || words.size() != 2) {
            throw new CommandMisuse("usage: " + USAGE);
        }
        return attach ? attach(words, force) : detach(words.get(1));
    }

    private String attach(List<String> words, boolean force) {
        String path = words.get(1);
        DeviceId id = Platform.id(words.get(2));
        int port = words.size() < 4 ? 0 : Arguments.number(words.get(3), "port", 1, MOST_PORTS);
        int got = await(Platform.clearly(() -> platform.usbPorts().attach(path, id, port, force)));
        return path + " is in port " + got + " of " + id;
    }

    private String detach(String path) {
        return path + " was pulled out of "
                + await(Platform.clearly(() -> platform.usbPorts().detach(path)));
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new CommandFailure(failed.getCause().getMessage(), failed);
        } catch (TimeoutException late) {
            throw new CommandFailure("the device has not answered within " + SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", interrupted);
        }
    }
}
