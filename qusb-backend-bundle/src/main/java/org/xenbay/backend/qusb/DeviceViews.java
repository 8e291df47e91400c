// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.backend.qusb.command.UsbDeviceView;

/** Lists devices and the ports to which they are assigned. */
final class DeviceViews {

    private DeviceViews() {}

    private record Wanted(Holder holder, PortState port) {}

    static List<UsbDeviceView> of(UsbDevices devices, Collection<QusbHandler> handlers) {
        Map<String, List<Wanted>> wanted = wantedIn(handlers);
        List<UsbDeviceView> views = new ArrayList<>();
        if (!devices.hostTrouble().isEmpty()) {
            views.add(new UsbDeviceView("-", "", "", "", "", List.of(), Optional.empty(), 0, devices.hostTrouble()));
        }
        for (UsbDevice device : devices.all()) {
            List<Wanted> who = wanted.remove(device.info().path());
            if (who == null) {
                views.add(view(device.info(), null, 0, "free"));
            } else {
                who.forEach(one ->
                        views.add(view(device.info(), one.holder.controller(), one.port.number(), one.port.state())));
            }
        }
        wanted.forEach((path, who) -> who.forEach(one -> views.add(absent(path, one))));
        return views;
    }

    private static Map<String, List<Wanted>> wantedIn(Collection<QusbHandler> handlers) {
        Map<String, List<Wanted>> wanted = new HashMap<>();
        for (QusbHandler handler : handlers) {
            for (PortState port : handler.portStates()) {
                wanted.computeIfAbsent(port.path(), path -> new ArrayList<>())
                        .add(new Wanted(new Holder(handler.id(), port.number()), port));
            }
        }
        return wanted;
    }

    private static UsbDeviceView absent(String path, Wanted one) {
        return new UsbDeviceView(
                path,
                "",
                "",
                "",
                "",
                List.of(),
                Optional.of(one.holder.controller()),
                one.port.number(),
                one.port.state());
    }

    /** @param controller null when no port has the device */
    private static UsbDeviceView view(UsbDeviceInfo info, @Nullable DeviceId controller, int port, String state) {
        return new UsbDeviceView(
                info.path(),
                info.hardware(),
                info.serial(),
                info.name(),
                info.speed().megabits(),
                info.descriptors().classes().stream()
                        .map(code -> String.format("%02x", code))
                        .toList(),
                Optional.ofNullable(controller),
                port,
                state);
    }
}
