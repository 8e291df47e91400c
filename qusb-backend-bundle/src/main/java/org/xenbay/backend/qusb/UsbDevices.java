// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbHost;

/** All USB devices and the holder of each: a device has at most one holder. By any thread. */
final class UsbDevices {

    private final Map<String, UsbDevice> byPath = new ConcurrentHashMap<>();
    private final Map<String, Holder> holders = new HashMap<>();
    /** Devices that an operator or a toolstack took from a guest: rules do not assign them again while they stay plugged in. */
    private final Set<UsbDevice> heldBack = ConcurrentHashMap.newKeySet();

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable UsbHost host;

    void add(UsbDevice device) {
        byPath.put(device.info().path(), device);
        changed();
    }

    void remove(UsbDevice device) {
        byPath.remove(device.info().path(), device);
        heldBack.remove(device);
        changed();
    }

    void host(UsbHost service) {
        host = service;
        changed();
    }

    void hostLeft(UsbHost service) {
        if (host == service) {
            host = null;
        }
    }

    /** @param listener called when a device was plugged in, unplugged or released; on any thread, must not block */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void ignore(Runnable listener) {
        listeners.remove(listener);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    Optional<UsbDevice> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** @return all devices, by path */
    List<UsbDevice> all() {
        return byPath.values().stream()
                .sorted(Comparator.comparing(device -> device.info().path()))
                .toList();
    }

    /** @return why the device is not there, one line */
    String missing(String path) {
        if (!Character.isDigit(path.charAt(0))) {
            return "no USB device at " + path;
        }
        UsbHost now = host;
        if (now == null) {
            return "no USB device at " + path + ": no bundle offers the host's devices (org.xenbay.nativexen.usb)";
        }
        String trouble = now.trouble();
        return "no USB device at " + path + (trouble.isEmpty() ? "" : ": " + trouble);
    }

    /** @return why the host's devices are not available; empty when they are */
    String hostTrouble() {
        UsbHost now = host;
        return now == null ? "" : now.trouble();
    }

    /** @return the present holder; empty when the device was free and the given holder has it now */
    synchronized Optional<Holder> claim(String path, Holder holder) {
        return Optional.ofNullable(holders.putIfAbsent(path, holder));
    }

    /** Makes the owner of a session the holder of its device, even if another holder has claimed the device. */
    synchronized void take(String path, Holder holder) {
        holders.put(path, holder);
    }

    /** Frees the device and calls the listeners. */
    void release(String path, Holder holder) {
        synchronized (this) {
            holders.remove(path, holder);
        }
        changed();
    }

    synchronized Optional<Holder> holder(String path) {
        return Optional.ofNullable(holders.get(path));
    }

    void holdBack(UsbDevice device, boolean whether) {
        if (!whether) {
            heldBack.remove(device);
        } else if (byPath.containsValue(device)) {
            heldBack.add(device);
        }
    }

    boolean isHeldBack(UsbDevice device) {
        return heldBack.contains(device);
    }
}
