// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.DeviceTemplate;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenDeviceType;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.ModifiedOnDelete;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbHost;
import org.xenbay.backend.qusb.command.UsbDeviceView;
import org.xenbay.backend.qusb.command.UsbPorts;

/**
 * Serves the types {@code qusb}, which libxl assigns to a device model, and, if it is configured, {@code vusb}, which libxl
 * assigns to a kernel; the frontend is the same.
 */
@Component(
        service = {XenDevOps.class, UsbPorts.class, Configured.class},
        configurationPid = "org.xenbay.qusb")
@ModifiedOnDelete
@XenDeviceType({"qusb", "vusb"})
public final class QusbBackend implements XenDevOps, UsbPorts, Configured {

    private final Map<DeviceId, QusbHandler> handlers = new ConcurrentHashMap<>();
    private final UsbDevices devices = new UsbDevices();
    private final Settings settings = QusbSettings.settings();
    private volatile QusbSettings config;

    /** @param properties the configuration */
    @Activate
    public QusbBackend(Map<String, Object> properties) {
        this(QusbSettings.of(false));
        modified(properties);
    }

    /**
     * The configuration has changed. Controllers keep the devices in their ports; rules take effect at once.
     *
     * @param properties the configuration
     */
    @Modified
    public void modified(Map<String, Object> properties) {
        config = QusbSettings.of(settings.update(properties).values());
        handlers.values().forEach(QusbHandler::configured);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    QusbBackend(QusbSettings config) {
        this.config = config;
    }

    /**
     * A device was plugged in.
     *
     * @param device of the host or of software
     */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addDevice(UsbDevice device) {
        devices.add(device);
    }

    /**
     * A device was unplugged.
     *
     * @param device of the host or of software
     */
    public void removeDevice(UsbDevice device) {
        devices.remove(device);
    }

    /**
     * Reports whether the host's devices can be used.
     *
     * @param host the host's USB
     */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void setHost(UsbHost host) {
        devices.host(host);
    }

    /**
     * The service of the host's devices leaves.
     *
     * @param host the host's USB
     */
    public void unsetHost(UsbHost host) {
        devices.hostLeft(host);
    }

    @Override
    public DeviceHandler open(DeviceContext device) {
        QusbHandler handler =
                new QusbHandler(device, () -> config, devices, closed -> handlers.remove(device.id(), closed));
        handlers.put(device.id(), handler);
        return handler;
    }

    @Override
    public DeviceTemplate template(DeviceId id, Map<String, String> options) {
        return QusbTemplate.of(id, options);
    }

    @Override
    public List<UsbDeviceView> devices() {
        return DeviceViews.of(devices, handlers.values());
    }

    @Override
    public List<DeviceId> controllers() {
        return handlers.keySet().stream().sorted().toList();
    }

    @Override
    public CompletableFuture<Integer> attach(String path, DeviceId controller, int port, boolean force) {
        QusbHandler handler = handlers.get(controller);
        if (handler == null) {
            throw new IllegalArgumentException("there is no USB controller " + controller);
        }
        return handler.attach(path, port, force);
    }

    @Override
    public CompletableFuture<DeviceId> detach(String path) {
        QusbHandler handler = handlers.values().stream()
                .filter(one ->
                        one.portStates().stream().anyMatch(port -> port.path().equals(path)))
                .min(Comparator.comparing(one -> !one.hasPlugged(path)))
                .orElseThrow(() -> new IllegalArgumentException("no guest has or wants a USB device " + path));
        return handler.detach(path).thenApply(done -> handler.id());
    }
}
