// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbHost;
import org.xenbay.nativexen.MissingLibrary;
import org.xenbay.nativexen.libusb.LibUsb;
import org.xenbay.nativexen.libusb.NativeLibUsb;

/**
 * Registers a {@link UsbDevice} for each USB device of the host if libusb can be used; otherwise a {@link UsbHost} with the
 * reason.
 */
@Component(
        service = {},
        immediate = true)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.xenbay.api.usb.UsbDevice,org.xenbay.api.usb.UsbHost\"",
        effective = "active")
public final class UsbComponent implements UsbHost {

    private static final System.Logger LOG = System.getLogger(UsbComponent.class.getName());
    private static final String WITHOUT = "no USB devices of the host: ";

    /** Loads the library. */
    @FunctionalInterface
    interface Loader {
        LibUsb load() throws IOException;
    }

    private final Sysfs sysfs;
    private final ServiceRegistration<UsbHost> host;
    private @Nullable EventThread events;
    private @Nullable HostUsbDevices devices;
    private String trouble = "";

    /** @param context registers the devices */
    @Activate
    public UsbComponent(BundleContext context) {
        this(context, Path.of("/"), NativeLibUsb::load);
    }

    UsbComponent(BundleContext context, Path root, Loader library) {
        sysfs = new Sysfs(root);
        try {
            LibUsb usb = library.load();
            EventThread thread = new EventThread(usb);
            events = thread;
            HostUses uses = new HostUses(root);
            devices = new HostUsbDevices(
                    root, found -> new HostUsbDevice(usb, thread, found, uses), device -> register(context, device));
        } catch (LinkageError failed) {
            trouble = WITHOUT + missing(failed);
        } catch (IOException failed) {
            trouble = WITHOUT + failed.getMessage();
        }
        if (!trouble.isEmpty()) {
            LOG.log(Level.WARNING, trouble);
        }
        host = context.registerService(UsbHost.class, this, null);
    }

    private static String missing(LinkageError failed) {
        return NativeLibUsb.isJnaLoaded()
                ? "the library " + NativeLibUsb.LIBRARY + " is missing or older than 1.0.24: install the package"
                        + " libusb-1.0-0 (Debian) or libusb1 (Fedora), and start xenbay again"
                : MissingLibrary.explain(failed);
    }

    private static Runnable register(BundleContext context, UsbDevice device) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(UsbDevice.PATH, device.info().path());
        properties.put(UsbDevice.HARDWARE, device.info().hardware());
        properties.put(UsbDevice.SERIAL, device.info().serial());
        return context.registerService(UsbDevice.class, device, properties)::unregister;
    }

    @Override
    public String trouble() {
        if (trouble.isEmpty() && !sysfs.isThere()) {
            return WITHOUT + "the kernel has no USB (/sys/bus/usb is missing): load the driver of the host's"
                    + " controller, such as xhci-pci";
        }
        return trouble;
    }

    /** Unregisters all devices, and returns those that guests have to the host. */
    @Deactivate
    public void deactivate() {
        host.unregister();
        if (devices != null) {
            devices.close();
        }
        if (events != null) {
            events.close();
        }
    }
}
