// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.ClearHalt;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbRequest.Reset;
import org.xenbay.api.usb.UsbRequest.SetConfiguration;
import org.xenbay.api.usb.UsbRequest.SetInterface;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.nativexen.libusb.LibUsb;
import org.xenbay.nativexen.libusb.NativeLibUsb;

/**
 * Tries the binding of libusb with a genuine USB disk of this machine, whose path is the first argument. Prints one line a
 * check, then the checksum of the disk's first 4 MiB; then says that it waits until the disk is pulled out. Ends with 1 when a
 * check failed. Needs root, and nothing but the JRE, JNA and the bundles' classes.
 */
final class UsbProbe {

    private static final int MIB = 1 << 20;
    private static final int CHUNK = 64 * 1024;

    private final LibUsb usb;
    private final EventThread events;
    private final Path interfaceFolder;
    private final String path;
    private boolean failed;

    private UsbProbe(LibUsb usb, EventThread events, String path) {
        this.usb = usb;
        this.events = events;
        this.path = path;
        this.interfaceFolder = Path.of("/sys/bus/usb/devices/" + path + ":1.0");
    }

    public static void main(String[] arguments) throws Exception {
        LibUsb usb = NativeLibUsb.load();
        EventThread events = new EventThread(usb);
        UsbProbe probe = new UsbProbe(usb, events, arguments[0]);
        CompletableFuture<UsbDevice> found = new CompletableFuture<>();
        CountDownLatch withdrawn = new CountDownLatch(1);
        try (HostUsbDevices devices = new HostUsbDevices(
                Path.of("/"), each -> new HostUsbDevice(usb, events, each, new HostUses(Path.of("/"))), device -> {
                    if (!device.info().path().equals(arguments[0])) {
                        return () -> {};
                    }
                    found.complete(device);
                    return withdrawn::countDown;
                })) {
            UsbDevice device = found.get(20, TimeUnit.SECONDS);
            System.out.println(device.info().hardware() + " " + device.info().speed() + " "
                    + device.info().serial() + " " + device.info().name());
            probe.used(device);
            probe.pulled(device);
            probe.check("its service goes", withdrawn.await(20, TimeUnit.SECONDS));
        }
        events.close();
        System.exit(probe.failed ? 1 : 0);
    }

    private void check(String what, boolean holds) {
        System.out.println((holds ? "ok: " : "NOT OK: ") + what);
        failed |= !holds;
    }

    private String driver() throws Exception {
        Path link = interfaceFolder.resolve("driver");
        return Files.exists(link) ? Files.readSymbolicLink(link).getFileName().toString() : "none";
    }

    private void used(UsbDevice device) throws Exception {
        check("the host's driver has it before", driver().equals("usb-storage"));
        UsbSession session = device.open(() -> {}).get();
        check("it is taken from the host's driver", driver().equals("usbfs"));
        onlyOnce(device);
        control(session, device);
        disk(session);
        changes(session);
        session.close();
        session.closed().get();
        check("the host's driver has it again: " + driver(), driver().equals("usb-storage"));
    }

    private void onlyOnce(UsbDevice device) throws Exception {
        HostDevice same = new Sysfs(Path.of("/"))
                .devices().stream()
                        .filter(each -> each.info().path().equals(path))
                        .findFirst()
                        .orElseThrow();
        try {
            new HostUsbDevice(usb, events, same, new HostUses(Path.of("/")))
                    .open(() -> {})
                    .get();
            check("a second claim is refused", false);
        } catch (ExecutionException refused) {
            check(
                    "a second claim is refused: " + refused.getCause().getMessage(),
                    refused.getCause() instanceof UsbException why && why.reason() == UsbException.Reason.IN_USE);
        }
        check("that leaves the first alone", driver().equals("usbfs"));
    }

    private void control(UsbSession session, UsbDevice device) throws Exception {
        ByteBuffer descriptor = ScsiDisk.direct(18);
        UsbResult result = ScsiDisk.submit(
                        session, new Control(new UsbSetup(0x80, 6, 0x0100, 0, 18), descriptor, false))
                .get();
        check("a control transfer of 18 bytes: " + result, result.equals(UsbResult.of(Status.COMPLETED, 18)));
        check(
                "it is the descriptor that the kernel has",
                descriptor.equals(device.info().descriptors().bytes().slice(0, 18)));
        UsbResult stall = ScsiDisk.submit(
                        session, new Control(new UsbSetup(0x80, 6, 0x7F00, 0, 18), ScsiDisk.direct(18), false))
                .get();
        check("one that the device does not know: " + stall.status(), stall.status() == Status.STALL);
        UsbResult nowhere = ScsiDisk.submit(session, new Bulk(0x8E, ScsiDisk.direct(18), false, false))
                .get();
        check("an endpoint that is not there: " + nowhere.status(), nowhere.status() == Status.REJECTED);
    }

    private void disk(UsbSession session) throws Exception {
        ScsiDisk disk = new ScsiDisk(session);
        UsbResult inquiry = disk.inquiry(ScsiDisk.direct(512), false);
        check("fewer bytes than room: " + inquiry, inquiry.equals(UsbResult.of(Status.COMPLETED, 36)));
        UsbResult tooShort = disk.inquiry(ScsiDisk.direct(512), true);
        check("the same where that is not right: " + tooShort, tooShort.equals(UsbResult.of(Status.SHORT, 36)));
        check("it becomes ready", disk.isReady() || disk.isReady() || disk.isReady());
        CRC32 checksum = new CRC32();
        long start = System.nanoTime();
        boolean all = true;
        ByteBuffer chunk = ScsiDisk.direct(CHUNK);
        for (int at = 0; at < 4 * MIB; at += CHUNK) {
            all &= disk.read(at / ScsiDisk.BLOCK, chunk);
            checksum.update(chunk.duplicate());
        }
        check("4 MiB are read in " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms", all);
        System.out.println("crc32 " + checksum.getValue());
    }

    private void changes(UsbSession session) throws Exception {
        CompletableFuture<UsbResult> waiting = new CompletableFuture<>();
        UsbSession.Pending pending =
                session.submit(new Bulk(ScsiDisk.IN, ScsiDisk.direct(64), false, false), waiting::complete);
        pending.cancel();
        Status cancelled = waiting.get(20, TimeUnit.SECONDS).status();
        // QEMU's disk answers at once with a halt where it has nothing to say.
        check("a transfer is cancelled: " + cancelled, cancelled == Status.CANCELLED || cancelled == Status.STALL);
        for (var change :
                List.of(new ClearHalt(ScsiDisk.IN), new SetInterface(0, 0), new SetConfiguration(1), new Reset())) {
            UsbResult result = ScsiDisk.submit(session, change).get();
            check(change + ": " + result.status(), result.status() == Status.COMPLETED);
            UsbResult inquiry = new ScsiDisk(session).inquiry(ScsiDisk.direct(36), true);
            check("the disk answers after it: " + inquiry, inquiry.equals(UsbResult.of(Status.COMPLETED, 36)));
        }
        UsbResult none = ScsiDisk.submit(session, new SetConfiguration(7)).get();
        check("a configuration that is not there: " + none.status(), none.status() == Status.REJECTED);
    }

    private void pulled(UsbDevice device) throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        UsbSession session = device.open(gone::countDown).get();
        ScsiDisk disk = new ScsiDisk(session);
        check("it becomes ready", disk.isReady() || disk.isReady() || disk.isReady());
        System.out.println("waiting for the disk to be pulled out");
        ByteBuffer chunk = ScsiDisk.direct(CHUNK);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (disk.read(0, chunk) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        UsbResult after = ScsiDisk.submit(session, new Bulk(ScsiDisk.IN, ScsiDisk.direct(64), false, false))
                .get(20, TimeUnit.SECONDS);
        check("reading ends as of a device that is gone: " + after.status(), after.status() == Status.NO_DEVICE);
        check("its end is told", gone.await(20, TimeUnit.SECONDS));
        session.close();
        session.closed().get(20, TimeUnit.SECONDS);
        check("each transfer ended once", disk.underWay() == 0);
    }
}
