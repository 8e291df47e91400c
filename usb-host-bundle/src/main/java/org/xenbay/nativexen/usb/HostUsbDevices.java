// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.api.usb.UsbDevice;

/**
 * Tracks the host's USB devices. The kernel makes a file for each in {@code /dev/bus/usb}, which is watched; their properties
 * are read from sysfs. libusb's own hot-plug is not used: Debian's build depends on udev's daemon, and finds no devices without
 * it.
 */
final class HostUsbDevices implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HostUsbDevices.class.getName());

    /** Delay before a new device is read, so that udev can set permissions and the kernel can configure it. */
    private static final long SETTLE_MILLIS = 300;

    /** Interval at which devices are listed if files cannot be watched. */
    private static final long RESCAN_SECONDS = 5;

    private static final long CLOSE_SECONDS = 15;

    private final Sysfs sysfs;
    private final Path parent;
    private final Path folder;
    private final Function<HostDevice, HostUsbDevice> factory;
    private final Function<UsbDevice, Runnable> register;
    private final WatchService watch;
    private final Thread thread = DaemonThreads.of("xenbay-usb-devices", this::run);

    /** Devices by their files. On this class's thread only. */
    private final Map<Path, Known> known = new HashMap<>();

    /** A device, and the function that unregisters its service. */
    private record Known(HostUsbDevice device, Runnable withdraw) {}

    /**
     * @param root the root of the file system
     * @param factory makes a device that can be opened
     * @param register registers a device, and returns a function that unregisters it
     * @throws IOException when no folder can be watched
     */
    HostUsbDevices(Path root, Function<HostDevice, HostUsbDevice> factory, Function<UsbDevice, Runnable> register)
            throws IOException {
        this.sysfs = new Sysfs(root);
        this.parent = root.resolve("dev/bus");
        this.folder = parent.resolve("usb");
        this.factory = factory;
        this.register = register;
        this.watch = root.getFileSystem().newWatchService();
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                watchAll();
                scan();
                WatchKey key = watch.poll(RESCAN_SECONDS, TimeUnit.SECONDS);
                if (key != null) {
                    key.pollEvents().forEach(event -> removed(key, event));
                    key.reset();
                    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
                }
            }
        } catch (InterruptedException closed) {
            LOG.log(Level.DEBUG, "USB devices are not watched any more");
        } finally {
            close(List.copyOf(known.values()));
        }
    }

    /** Watches new buses too. A folder that is watched already keeps its key. */
    private void watchAll() {
        watch(parent);
        watch(folder);
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> buses = Files.newDirectoryStream(folder)) {
                buses.forEach(this::watch);
            } catch (IOException | DirectoryIteratorException failed) {
                LOG.log(Level.DEBUG, "buses are not watched: {0}", failed.toString());
            }
        }
    }

    private void watch(Path directory) {
        if (Files.isDirectory(directory)) {
            try {
                directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
            } catch (IOException failed) {
                LOG.log(Level.DEBUG, "{0} is only looked at from time to time: {1}", directory, failed.toString());
            }
        }
    }

    /** Notifies the device's session at once that the device is gone. */
    private void removed(WatchKey key, WatchEvent<?> event) {
        if (event.kind() == StandardWatchEventKinds.ENTRY_DELETE) {
            remove(((Path) key.watchable()).resolve((Path) event.context()));
        }
    }

    /** Keeps devices that cannot be read now, for example when no descriptors are left. */
    private void scan() {
        try {
            sysfs.devices().stream()
                    .filter(device -> Files.exists(device.node()))
                    .forEach(this::found);
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the host''s USB devices cannot be listed: {0}", failed.toString());
        }
        for (Known each : List.copyOf(known.values())) {
            HostDevice device = each.device().host();
            if (!Files.exists(device.node()) || !sysfs.has(device.info().path())) {
                remove(device.node());
            }
        }
    }

    private void found(HostDevice device) {
        Known before = known.get(device.node());
        // The file may belong to another device by now, if the removal of the first was not noticed.
        if (before != null
                && !before.device().info().path().equals(device.info().path())) {
            remove(device.node());
        }
        known.computeIfAbsent(device.node(), node -> add(device));
    }

    private Known add(HostDevice found) {
        HostUsbDevice device = factory.apply(found);
        return new Known(device, register.apply(device));
    }

    private void remove(Path node) {
        Known gone = known.remove(node);
        if (gone != null) {
            gone.device().gone();
            gone.withdraw().run();
        }
    }

    private static void close(List<Known> all) {
        all.forEach(each -> each.withdraw().run());
        CompletableFuture<?>[] ends =
                all.stream().map(each -> each.device().close()).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException failed) {
            LOG.log(Level.ERROR, "not every USB device was returned to the host: {0}", failed.toString());
        }
    }

    /** Unregisters all devices, and returns open ones to the host; waits for that. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            watch.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "the watch of USB devices does not close: {0}", failed.getMessage());
        }
    }
}
