package org.xenbay.usb.serial;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.usb.software.SoftwareDevice;

/** A serial adapter for each configuration. */
@Component(
        service = {},
        immediate = true,
        configurationPid = "org.xenbay.usb.serial",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SerialSettings.class, factory = true)
public final class SerialComponent {

    private final SoftwareDevice device;
    private final ServiceRegistration<UsbDevice> registration;

    /**
     * @param settings the configuration
     * @param context registers the device
     */
    @Activate
    public SerialComponent(SerialSettings settings, BundleContext context) {
        device = UsbSerial.echo(settings.name(), settings.serial().isEmpty() ? settings.name() : settings.serial());
        registration = context.registerService(UsbDevice.class, device, device.properties());
    }

    /** The adapter is pulled out. */
    @Deactivate
    public void deactivate() {
        registration.unregister();
        device.close();
    }
}
