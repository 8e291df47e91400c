package org.xenbay.usb.disk;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbSpeed;

/** A disk for each configuration. It registers the device itself, as the service's properties come from the device. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.xenbay.usb.disk",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DiskSettings.class, factory = true)
public final class DiskComponent {

    private final UsbDisk disk;
    private final ServiceRegistration<UsbDevice> registration;

    /**
     * @param settings the configuration
     * @param context registers the device
     * @throws IOException when the image cannot be used
     */
    @Activate
    public DiskComponent(DiskSettings settings, BundleContext context) throws IOException {
        disk = UsbDisk.open(
                settings.name(),
                Path.of(settings.image()),
                settings.readOnly(),
                settings.fullSpeed() ? UsbSpeed.FULL : UsbSpeed.HIGH,
                settings.serial().isEmpty() ? settings.name() : settings.serial());
        registration = context.registerService(
                UsbDevice.class, disk.device(), disk.device().properties());
    }

    /** The disk is pulled out. */
    @Deactivate
    public void deactivate() throws IOException {
        registration.unregister();
        disk.close();
    }
}
