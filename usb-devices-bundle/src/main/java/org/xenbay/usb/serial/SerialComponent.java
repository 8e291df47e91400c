// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.serial;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.settings.Setting;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.usb.software.SoftwareDevice;

/** A serial adapter for each configuration. */
@Component(
        service = Configured.class,
        immediate = true,
        configurationPid = "org.xenbay.usb.serial",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class SerialComponent implements Configured {

    private static final Setting<String> NAME = Setting.text(
                    "name",
                    "",
                    "a letter, then more",
                    "The adapter's name, by which it is assigned to a guest's port; begins with a letter")
            .as(SoftwareDevice::named);
    private static final Setting<String> SERIAL =
            Setting.text("serial", "", "any text", "Its serial number; empty for its name");

    private final Settings settings =
            Settings.of("org.xenbay.usb.serial", NAME, SERIAL).concerning("qusb", "vusb");
    private final BundleContext context;
    private @Nullable SoftwareDevice device;
    private @Nullable ServiceRegistration<UsbDevice> registration;

    /**
     * @param properties the configuration
     * @param context registers the device
     * @throws Exception never: an adapter that cannot be made is refused
     */
    @Activate
    public SerialComponent(Map<String, Object> properties, BundleContext context) throws Exception {
        this.context = context;
        settings.update(properties, this::apply);
    }

    /**
     * The configuration has changed: an adapter that differs is unplugged and plugged in again.
     *
     * @param properties the configuration
     * @throws Exception never: an adapter that cannot be made is refused
     */
    @Modified
    public void modified(Map<String, Object> properties) throws Exception {
        settings.update(properties, this::apply);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    private void apply(SettingValues values) {
        String name = values.get(NAME);
        String serial = values.get(SERIAL).isEmpty() ? name : values.get(SERIAL);
        SoftwareDevice made = name.isEmpty() ? null : UsbSerial.echo(name, serial);
        deactivate();
        device = made;
        registration = made == null ? null : context.registerService(UsbDevice.class, made, made.properties());
    }

    /** The adapter is pulled out. */
    @Deactivate
    public void deactivate() {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
        if (device != null) {
            device.close();
            device = null;
        }
    }
}
