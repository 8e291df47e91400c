// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.usb.software.SoftwareDevice;

/** A disk for each configuration. It registers the device itself, because the service's properties come from the device. */
@Component(
        service = Configured.class,
        immediate = true,
        configurationPid = "org.xenbay.usb.disk",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class DiskComponent implements Configured {

    private static final Setting<String> NAME = Setting.text(
                    "name",
                    "",
                    "a letter, then more",
                    "The disk's name, by which it is assigned to a guest's port; begins with a letter")
            .as(SoftwareDevice::named);
    private static final Setting<String> IMAGE = Setting.text(
                    "image", "", "the path of a file", "The image file: blocks of 512 bytes")
            .as(DiskComponent::file);
    private static final Setting<Boolean> READ_ONLY = Setting.yesOrNo("readOnly", false, "Whether guests only read it");
    private static final Setting<Boolean> FULL_SPEED = Setting.yesOrNo(
            "fullSpeed",
            false,
            "Whether it is a USB 1.1 device, for controllers with version=1; else it is a USB 2.0 one");
    private static final Setting<String> SERIAL =
            Setting.text("serial", "", "any text", "Its serial number; empty for its name");

    private final Settings settings = Settings.of("org.xenbay.usb.disk", NAME, IMAGE, READ_ONLY, FULL_SPEED, SERIAL)
            .concerning("qusb", "vusb");
    private final BundleContext context;
    /** The settings of the present disk. */
    private @Nullable SettingValues present;

    private @Nullable UsbDisk disk;
    private @Nullable ServiceRegistration<UsbDevice> registration;

    /**
     * @param properties the configuration
     * @param context registers the device
     * @throws Exception never: a disk that cannot be made is refused
     */
    @Activate
    public DiskComponent(Map<String, Object> properties, BundleContext context) throws Exception {
        this.context = context;
        settings.update(properties, this::apply);
    }

    /**
     * The configuration has changed: a disk that differs is unplugged and plugged in again.
     *
     * @param properties the configuration
     * @throws Exception never: a disk that cannot be made is refused
     */
    @Modified
    public void modified(Map<String, Object> properties) throws Exception {
        settings.update(properties, this::apply);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    private static String file(String image) {
        if (!image.isEmpty() && !Files.isRegularFile(Path.of(image))) {
            throw new IllegalArgumentException("it is not a file");
        }
        return image;
    }

    private void apply(SettingValues values) throws IOException {
        SettingValues before = present;
        deactivate();
        try {
            plugIn(values);
        } catch (IOException | RuntimeException failed) {
            if (before != null) {
                plugIn(before);
            }
            throw failed;
        }
    }

    private void plugIn(SettingValues values) throws IOException {
        String name = values.get(NAME);
        if (name.isEmpty() || values.get(IMAGE).isEmpty()) {
            return;
        }
        UsbDisk opened = UsbDisk.open(
                name,
                Path.of(values.get(IMAGE)),
                values.get(READ_ONLY),
                values.get(FULL_SPEED) ? UsbSpeed.FULL : UsbSpeed.HIGH,
                values.get(SERIAL).isEmpty() ? name : values.get(SERIAL));
        disk = opened;
        registration = context.registerService(
                UsbDevice.class, opened.device(), opened.device().properties());
        present = values;
    }

    /** The disk is pulled out. */
    @Deactivate
    public void deactivate() throws IOException {
        if (registration != null) {
            registration.unregister();
            registration = null;
        }
        UsbDisk gone = disk;
        disk = null;
        present = null;
        if (gone != null) {
            gone.close();
        }
    }
}
