// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.usb.UsbException;
import org.xenbay.api.usb.UsbException.Reason;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.nativexen.descriptor.KeeperProcess;

/** The host's use of a device is found and named before the device is taken; with a root file system of the test's own. */
@Timeout(30)
class HostUsesTest {

    @TempDir
    Path root;

    private final FakeLibUsb usb = new FakeLibUsb();
    private final EventThread events = new EventThread(usb);
    private HostDevice device;
    private HostUses uses;

    @BeforeEach
    void plugIn() throws IOException {
        device = Devices.device(Devices.plug(root, "2-1", 2, 5), 0);
        uses = new HostUses(root);
    }

    @AfterEach
    void ends() {
        events.close();
        assertThat(usb.mistakes).isEmpty();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    /** Writes the files that a driver of the device's interface 0 makes. */
    private Path driver(String below, String subsystem, String name, String number) throws IOException {
        Path folder = root.resolve("sys/bus/usb/devices/2-1/2-1:1.0").resolve(below);
        write(folder.resolve("dev"), number);
        write(folder.resolve("uevent"), "MAJOR=" + number.split(":")[0] + "\nDEVNAME=" + name);
        Files.createSymbolicLink(folder.resolve("subsystem"), Path.of("/sys/class", subsystem));
        return folder;
    }

    private Path disk() throws IOException {
        String disk = "host6/target6:0:0/6:0:0:0/block/sdb";
        driver(disk, "block", "sdb", "8:16");
        Path partition = driver(disk + "/sdb1", "block", "sdb1", "8:17");
        write(partition.resolve("partition"), "1");
        return partition;
    }

    private Path process(int number, String name, String open) throws IOException {
        Path folder = root.resolve("proc/" + number);
        write(folder.resolve("comm"), name);
        Files.createDirectories(folder.resolve("fd"));
        Files.createSymbolicLink(folder.resolve("fd/3"), Path.of(open));
        return folder;
    }

    private HostUsbDevice taken() {
        return new HostUsbDevice(usb, events, device, uses);
    }

    private void isRefused(String... words) {
        usb.calls.clear();
        assertThatThrownBy(() -> taken().open(() -> {}).get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        UsbException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.IN_USE_BY_HOST))
                .hasMessageContaining("2-1")
                .hasMessageContainingAll(words)
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
        assertThat(usb.calls).doesNotContain("open", "detach 0", "claim 0");
    }

    private void close(UsbSession session) throws Exception {
        session.close();
        session.closed().get();
    }

    @Test
    void aDiskThatNobodyUsesIsTakenWithNobodyComingBetween() throws Exception {
        disk();
        write(root.resolve("proc/1/mountinfo"), "30 1 8:1 / / rw - ext4 /dev/sda1 rw");
        write(root.resolve("proc/swaps"), "Filename Type\n/dev/sda2 partition");
        process(700, "less", "/dev/sda");
        close(taken().open(() -> {}).get());
        assertThat(usb.calls).containsSubsequence("exclusive sdb", "open", "claim 1", "close file", "close file");
        assertThat(usb.calls).doesNotContain("exclusive sdb1");
    }

    @Test
    void aMountedFileSystemIsNotPulledAway() throws Exception {
        disk();
        write(
                root.resolve("proc/1/mountinfo"),
                "30 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 30 8:17 / /media/My\\040Stick\u001b[2J rw,nosuid shared:9 - vfat"
                        + " /dev/sdb1 rw");
        isRefused("is in use by this host: /dev/sdb1 is mounted on /media/My Stick?[2J");
        usb.calls.clear();
        close(taken().openByForce(() -> {}).get());
        assertThat(usb.calls).contains("claim 0").doesNotContain("exclusive sdb");
    }

    @Test
    void aFileSystemWithANumberOfItsOwnIsFoundByItsSource() throws Exception {
        disk();
        write(root.resolve("proc/self/mountinfo"), "40 30 0:52 /@ /data rw shared:9 - btrfs /dev/sdb1 rw,space_cache");
        isRefused("/dev/sdb1 is mounted on /data");
    }

    @Test
    void swapSpaceIsNotPulledAway() throws Exception {
        disk();
        write(root.resolve("proc/swaps"), "Filename\tType\tSize\n/dev/sdb1                partition\t1048572");
        isRefused("/dev/sdb1 is swap space");
    }

    @Test
    void volumesArraysAndEncryptedDisksAreNotPulledAway() throws Exception {
        Path partition = disk();
        Files.createDirectories(partition.resolve("holders/dm-3"));
        Files.createDirectories(partition.resolve("holders/md127"));
        write(root.resolve("sys/block/dm-3/dm/name"), "vg0-data");
        isRefused("/dev/sdb1 is part of dm-3 (vg0-data)", "/dev/sdb1 is part of md127");
    }

    @Test
    void aLoopDeviceAndAnotherGuestsDiskAreNotPulledAway() throws Exception {
        disk();
        write(root.resolve("sys/block/loop0/loop/backing_file"), "/dev/sdb");
        write(root.resolve("sys/bus/xen-backend/devices/vbd-5-51712/physical_device"), "8:11");
        isRefused("/dev/sdb is used by loop0", "/dev/sdb1 is a guest's disk (vbd-5-51712)");
    }

    @Test
    void whatAnotherMountNamespaceHasIsFoundByTheKernelsClaim() throws Exception {
        disk();
        usb.answers.put("exclusive sdb", -16);
        isRefused("sdb is used by another mount namespace or a driver of the host");
        usb.answers.put("exclusive sdb", -123);
        close(taken().open(() -> {}).get());
    }

    @Test
    void aProgramThatHasAFileOfTheDeviceOpenKeepsIt() throws Exception {
        driver("ttyUSB0/tty/ttyUSB0", "tty", "ttyUSB0", "188:0");
        process(812, "minicom\u001b[31m", "/dev/ttyUSB0");
        isRefused("/dev/ttyUSB0 is open in minicom?[31m (process 812)");
        for (String harmless : new String[] {"(udev-worker)", KeeperProcess.NAME}) {
            Files.writeString(root.resolve("proc/812/comm"), harmless + "\n");
            close(taken().open(() -> {}).get());
        }
    }

    @Test
    void keyboardsAndTheControlsOfSoundCardsThatProgramsHaveOpenAreTaken() throws Exception {
        driver("0003:046D:C31C.0001/input/input7/event7", "input", "input/event7", "13:71");
        driver("sound/card1/controlC1", "sound", "snd/controlC1", "116:9");
        driver("sound/card1/pcmC1D0p", "sound", "snd/pcmC1D0p", "116:10");
        process(900, "Xorg", "/dev/input/event7");
        process(901, "pulseaudio", "/dev/snd/controlC1");
        close(taken().open(() -> {}).get());
        process(902, "aplay", "/dev/snd/pcmC1D0p");
        isRefused("/dev/snd/pcmC1D0p is open in aplay (process 902)");
    }

    @Test
    void aNetworkInterfaceThatCarriesTheHostsNetworkIsNotPulledAway() throws Exception {
        Path network = Files.createDirectories(root.resolve("sys/bus/usb/devices/2-1/2-1:1.0/net/enx1"));
        write(
                root.resolve("proc/net/if_inet6"),
                "fe800000000000000000000000000001 03 40 20 80     enx1\n"
                        + "fd000000000000000000000000000001 02 40 00 80     eth0");
        close(taken().open(() -> {}).get());
        write(root.resolve("proc/net/route"), "Iface\tDestination\nenx1\t00000000\t0101A8C0");
        isRefused("network interface enx1 has an address");
        Files.delete(root.resolve("proc/net/route"));
        Files.createSymbolicLink(network.resolve("master"), Path.of("../../../xenbr0"));
        isRefused("network interface enx1 is part of xenbr0");
    }

    @Test
    void noMoreThanThreeUsesAreNamed() throws Exception {
        Path partition = disk();
        for (int i = 0; i < 5; i++) {
            Files.createDirectories(partition.resolve("holders/dm-" + i));
        }
        isRefused(" and 2 more");
    }
}
