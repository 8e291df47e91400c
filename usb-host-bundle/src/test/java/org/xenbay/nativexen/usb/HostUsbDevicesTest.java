// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.nativexen.testing.RecordingContext;

/** Devices that come and go, with folders of a test in place of {@code /sys} and {@code /dev}. */
@Timeout(30)
class HostUsbDevicesTest {

    @TempDir
    Path root;

    private final FakeLibUsb usb = new FakeLibUsb();
    private final EventThread events = new EventThread(usb);
    private final List<UsbDevice> there = new CopyOnWriteArrayList<>();

    private HostUsbDevices devices() throws Exception {
        Files.createDirectories(root.resolve("dev/bus"));
        return new HostUsbDevices(root, found -> new HostUsbDevice(usb, events, found, new HostUses(root)), device -> {
            there.add(device);
            return () -> there.remove(device);
        });
    }

    @Test
    void whatSysfsSaysIsRead() throws Exception {
        Devices.plug(root, "2-1.4", 2, 9);
        Files.createDirectories(root.resolve("sys/bus/usb/devices/usb2"));
        Files.createDirectories(root.resolve("sys/bus/usb/devices/2-1.4:1.0"));
        Files.createDirectories(root.resolve("sys/bus/usb/devices/2-3"));
        events.close();
        List<HostDevice> found = new Sysfs(root).devices();
        assertThat(found).hasSize(1);
        UsbDeviceInfo info = found.get(0).info();
        assertThat(info.path()).isEqualTo("2-1.4");
        assertThat(info.bus()).isEqualTo(2);
        assertThat(info.address()).isEqualTo(9);
        assertThat(info.speed()).isEqualTo(UsbSpeed.HIGH);
        assertThat(info.hardware()).isEqualTo("46f4:0001");
        assertThat(info.serial()).isEqualTo("S9");
        assertThat(info.name()).as("without what would clear a terminal").isEqualTo("Disk[2J");
        assertThat(info.descriptors().classes()).containsExactly(1, 8, 0xFF);
        assertThat(found.get(0).node()).isEqualTo(root.resolve("dev/bus/usb/002/009"));
    }

    @Test
    void aDeviceIsThereFromItsPlugToItsPullAndItsSessionHears() throws Exception {
        AtomicInteger gone = new AtomicInteger();
        try (HostUsbDevices devices = devices()) {
            Path node = Devices.plug(root, "2-1", 2, 5);
            await().until(() -> there.size() == 1);
            UsbSession session = there.get(0).open(gone::incrementAndGet).get();
            Devices.pull(root, "2-1", node);
            await().until(() -> there.isEmpty() && gone.get() == 1);
            Devices.plug(root, "2-1", 2, 6);
            await().until(() -> there.size() == 1);
            assertThat(there.get(0).info().address()).isEqualTo(6);
            session.close();
            session.closed().get();
        } finally {
            events.close();
        }
        assertThat(there).isEmpty();
        assertThat(usb.mistakes).isEmpty();
    }

    @Test
    void aDeviceThatCannotBeReadForTheMomentIsStillThere() throws Exception {
        Devices.plug(root, "2-1", 2, 5);
        try (HostUsbDevices devices = devices()) {
            await().until(() -> there.size() == 1);
            Files.delete(root.resolve("sys/bus/usb/devices/2-1/busnum"));
            Devices.plug(root, "2-2", 2, 6);
            await().until(() -> there.size() == 2);
        } finally {
            events.close();
        }
    }

    @Test
    void theEndOfTheBundleGivesDevicesBackThatSomebodyHas() throws Exception {
        Devices.plug(root, "2-1", 2, 5);
        AtomicInteger gone = new AtomicInteger();
        HostUsbDevices devices = devices();
        await().until(() -> there.size() == 1);
        there.get(0).open(gone::incrementAndGet).get();
        devices.close();
        events.close();
        assertThat(gone).hasValue(1);
        assertThat(usb.calls).containsSubsequence("attach 0", "attach 1", "close", "close file", "exit");
        assertThat(there).isEmpty();
    }

    @Test
    void theComponentRegistersTheHostAndItsDevicesAndEnds() throws Exception {
        events.close();
        Devices.plug(root, "2-1", 2, 5);
        RecordingContext framework = new RecordingContext();
        UsbComponent component = new UsbComponent(framework.context, root, FakeLibUsb::new);
        await().until(() -> framework.services.size() == 2);
        assertThat(framework.services).contains(component);
        assertThat(component.trouble()).isEmpty();
        component.deactivate();
        assertThat(framework.calls).filteredOn("unregister"::equals).hasSize(2);
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        assertThat(threads).extracting(Thread::getName).doesNotContain("xenbay-usb", "xenbay-usb-devices");
    }

    @Test
    void aKernelWithoutUsbAndAMissingLibraryAreTroubleInOneLine() throws Exception {
        events.close();
        Files.createDirectories(root.resolve("dev"));
        UsbComponent bare = new UsbComponent(new RecordingContext().context, root, FakeLibUsb::new);
        assertThat(bare.trouble()).contains("/sys/bus/usb").doesNotContain("\n");
        bare.deactivate();
        UsbComponent missing = new UsbComponent(new RecordingContext().context, root, () -> {
            throw new UnsatisfiedLinkError("Unable to load library\nmany lines");
        });
        assertThat(missing.trouble())
                .contains("libusb-1.0.so.0", "libusb-1.0-0")
                .doesNotContain("\n");
        missing.deactivate();
    }
}
