// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbException.Reason;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/** How a device is taken from the host and given back, and the error when it cannot be taken. */
@Timeout(30)
class HostUsbDeviceTest {

    @TempDir
    Path folder;

    private final FakeLibUsb usb = new FakeLibUsb();
    private final EventThread events = new EventThread(usb);

    @AfterEach
    void ends() {
        events.close();
        assertThat(usb.mistakes).isEmpty();
    }

    private HostUsbDevice device() {
        return new HostUsbDevice(usb, events, Devices.device(folder.resolve("005"), 0), new HostUses(folder));
    }

    private void refuses(HostUsbDevice device, Reason reason, String... words) {
        CompletableFuture<UsbSession> opened = device.open(() -> {});
        assertThatThrownBy(opened::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        UsbException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContainingAll(words)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void allInterfacesAreTakenFromTheirDriversAndGivenBackUntouchedWhenNothingWasAsked() throws Exception {
        usb.answers.put("detach 1", LibUsbAbi.ERROR_NOT_FOUND);
        UsbSession session = device().open(() -> {}).get();
        session.close();
        session.closed().get();
        assertThat(usb.calls)
                .containsExactly(
                        "open",
                        "wrap",
                        "detach 0",
                        "claim 0",
                        "detach 1",
                        "claim 1",
                        "release 0",
                        "release 1",
                        "attach 0",
                        "close",
                        "close file");
    }

    @Test
    void aDeviceHasOneSessionAtATime() throws Exception {
        HostUsbDevice device = device();
        UsbSession session = device.open(() -> {}).get();
        refuses(device, Reason.IN_USE, "USB device 2-1 (46f4:0001 Maker Disk)", "in use by xenbay");
        session.close();
        session.closed().get();
        UsbSession again = device.open(() -> {}).get();
        again.close();
        again.closed().get();
    }

    @Test
    void whatAnotherProgramHasClaimedIsLeftToItWithItsDrivers() throws Exception {
        usb.answers.put("claim 1", LibUsbAbi.ERROR_BUSY);
        Path node = Files.createFile(folder.resolve("005"));
        try (RandomAccessFile open = new RandomAccessFile(node.toFile(), "r")) {
            assertThat(open.getFD().valid()).isTrue();
            refuses(device(), Reason.IN_USE, "2-1", "in use by another program");
        }
        assertThat(usb.calls).containsSubsequence("release 0", "attach 0", "attach 1", "close", "close file");
    }

    @Test
    void theProgramThatHasADeviceOpenIsNamed() throws Exception {
        Path node = Files.createFile(folder.resolve("005"));
        Process holder =
                new ProcessBuilder("sleep", "60").redirectInput(node.toFile()).start();
        try {
            assertThat(Refusals.holder(node)).contains("(process " + holder.pid() + ")");
        } finally {
            holder.destroy();
            holder.waitFor();
        }
    }

    @Test
    void aDeviceThatMayNotBeOpenedSaysWhatIsNeeded() {
        usb.answers.put("open", -13);
        refuses(device(), Reason.NO_PERMISSION, "2-1", "005", "error 13", "root");
        usb.answers.put("open", -24);
        refuses(device(), Reason.FAILED, "errno 24");
        usb.answers.put("open", -19);
        refuses(device(), Reason.NO_DEVICE, "gone");
    }

    @Test
    void theLibrarysErrorsAreSaidAndLeaveNothingBehind() {
        usb.answers.put("wrap", LibUsbAbi.ERROR_NO_MEM);
        refuses(device(), Reason.FAILED, "libusb error -11");
        assertThat(usb.calls).endsWith("close file");
        usb.answers.clear();
        usb.answers.put("claim 0", LibUsbAbi.ERROR_ACCESS);
        refuses(device(), Reason.NO_PERMISSION, "claimed");
        usb.answers.put("claim 0", LibUsbAbi.ERROR_NO_DEVICE);
        refuses(device(), Reason.NO_DEVICE, "gone");
        usb.answers.put("detach 0", LibUsbAbi.ERROR_IO);
        refuses(device(), Reason.FAILED, "driver");
        usb.answers.clear();
        usb.configuration = LibUsbAbi.ERROR_IO;
        refuses(device(), Reason.FAILED, "configuration");
        assertThat(usb.calls).endsWith("close", "close file");
    }

    @Test
    void aHubIsNotGivenAway() {
        refuses(new HostUsbDevice(usb, events, Devices.device(folder, 9), new HostUses(folder)), Reason.FAILED, "hub");
        assertThat(usb.calls).isEmpty();
    }

    @Test
    void aDeviceThatIsGoneIsNotOpened() {
        HostUsbDevice device = device();
        device.gone();
        refuses(device, Reason.NO_DEVICE, "gone");
        assertThat(usb.calls).isEmpty();
    }

    @Test
    void aSessionThatNobodyWantsAnyMoreIsClosed() throws Exception {
        HostUsbDevice device = device();
        device.open(() -> {}).cancel(false);
        device.close().get();
        assertThat(usb.calls).contains("close file").last().isEqualTo("close file");
    }
}
