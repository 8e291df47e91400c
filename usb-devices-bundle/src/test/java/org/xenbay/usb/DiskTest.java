// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.Reset;
import org.xenbay.api.usb.UsbRequest.SetConfiguration;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSpeed;
import org.xenbay.usb.disk.UsbDisk;

/** A disk made of software does what drivers expect of a USB disk. */
@Timeout(30)
class DiskTest {

    private static final int IN = 0x81;
    private static final int OUT = 2;
    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int PHASE_ERROR = 2;

    @TempDir
    Path folder;

    private final byte[] content = new byte[64 * 512 + 100];
    private Path image;
    private UsbDisk disk;
    private UsbTester host;

    @BeforeEach
    void plugIn() throws Exception {
        new Random(3).nextBytes(content);
        image = Files.write(folder.resolve("disk.img"), content);
        use(false);
    }

    private void use(boolean readOnly) throws Exception {
        disk = UsbDisk.open("disk0", image, readOnly, UsbSpeed.HIGH, "S42");
        host = new UsbTester(disk.device());
    }

    @AfterEach
    void pullOut() throws Exception {
        host.close();
        disk.close();
    }

    private int[] sense() throws Exception {
        byte[] sense = host.read(18, 3, 0, 0, 0, 18, 0).came();
        return new int[] {sense[2], sense[12]};
    }

    @Test
    void itTellsWhatItIs() throws Exception {
        UsbTester.Done device = host.control(0x80, 6, 0x0100, 0, 18);
        assertThat(device.data()).hasSize(18).startsWith(18, 1, 0, 2);
        byte[] configuration = host.control(0x80, 6, 0x0200, 0, 255).data();
        assertThat(configuration).hasSize(32);
        assertThat(Arrays.copyOfRange(configuration, 14, 17)).containsExactly(8, 6, 0x50);
        assertThat(host.control(0x80, 6, 0x0303, 0x409, 255).data()).startsWith(8, 3, 'S', 0, '4', 0, '2', 0);
        assertThat(host.control(0x80, 6, 0x0304, 0x409, 255).result().status()).isEqualTo(Status.STALL);
        assertThat(host.control(0x80, 8, 0, 0, 1).data()).containsExactly(1);
        assertThat(host.control(0xA1, 0xFE, 0, 0, 1).data()).as("most units").containsExactly(0);
        assertThat(host.control(0xC0, 1, 0, 0, 1).result().status()).isEqualTo(Status.STALL);
        UsbTester.Command inquiry = host.read(36, 0x12, 0, 0, 0, 36, 0);
        assertThat(new String(inquiry.came(), 8, 21)).isEqualTo("Xenbay  Software disk");
        assertThat(host.read(255, 0x12, 1, 0x80, 0, 255, 0).came()).endsWith('S', '4', '2');
        assertThat(disk.device().info().descriptors().classes()).containsExactly(8);
    }

    @Test
    void blocksAreReadAndWritten() throws Exception {
        assertThat(host.read(8, 0x25, 0, 0, 0, 0, 0, 0, 0, 0, 0).came())
                .containsExactly(ByteBuffer.allocate(8).putInt(63).putInt(512).array());
        assertThat(host.read(1024, 0x28, 0, 0, 0, 0, 5, 0, 0, 2, 0).came())
                .isEqualTo(Arrays.copyOfRange(content, 5 * 512, 7 * 512));
        byte[] block = new byte[512];
        Arrays.fill(block, (byte) 9);
        assertThat(host.write(block, 0x2A, 0, 0, 0, 0, 63, 0, 0, 1, 0).status()).isEqualTo(PASSED);
        assertThat(host.write(block, 0x0A, 0, 0, 1, 1, 0).status())
                .as("WRITE(6)")
                .isEqualTo(PASSED);
        assertThat(host.write(block, 0x8A, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0)
                        .status())
                .as("WRITE(16)")
                .isEqualTo(PASSED);
        assertThat(host.read(0, 0x35, 0, 0, 0, 0, 0, 0, 0, 0, 0).status())
                .as("flush")
                .isEqualTo(PASSED);
        byte[] now = Files.readAllBytes(image);
        for (int number : new int[] {1, 3, 63}) {
            assertThat(Arrays.copyOfRange(now, number * 512, number * 512 + 512))
                    .isEqualTo(block);
        }
    }

    @Test
    void whatIsBeyondItsEndIsRefused() throws Exception {
        UsbTester.Command beyond = host.read(1024, 0x28, 0, 0, 0, 0, 63, 0, 0, 2, 0);
        assertThat(beyond.status()).isEqualTo(FAILED);
        assertThat(beyond.data()).isEqualTo(Status.STALL);
        assertThat(beyond.residue()).isEqualTo(1024);
        assertThat(sense()).containsExactly(5, 0x21);
        assertThat(host.read(512, 0x88, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 1, 0, 0)
                        .status())
                .isEqualTo(FAILED);
        assertThat(host.read(512, 0x88, 0x7F, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0)
                        .status())
                .isEqualTo(FAILED);
        assertThat(host.read(0, 0xF7, 0, 0, 0, 0, 0).status())
                .as("no such command")
                .isEqualTo(FAILED);
        assertThat(sense()).containsExactly(5, 0x20);
        assertThat(sense()).as("told once").containsExactly(0, 0);
    }

    @Test
    void aReadOnlyDiskIsNotWritten() throws Exception {
        host.close();
        disk.close();
        use(true);
        UsbTester.Command write = host.write(new byte[512], 0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0);
        assertThat(write.status()).isEqualTo(FAILED);
        assertThat(sense()).containsExactly(7, 0x27);
        assertThat(host.read(192, 0x1A, 0, 0x3F, 0, 192, 0).came()[2] & 0x80)
                .as("says so")
                .isEqualTo(0x80);
        assertThat(Files.readAllBytes(image)).isEqualTo(content);
    }

    @Test
    void anAnswerShorterThanExpectedIsNotTakenForTheStatus() throws Exception {
        UsbTester.Command shorter = host.read(4096, 0x12, 0, 0, 0, 36, 0);
        assertThat(shorter.came()).hasSize(36);
        assertThat(shorter.residue()).isEqualTo(4096 - 36);
        ByteBuffer command = ByteBuffer.allocate(31)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putInt(0x43425355)
                .putInt(77)
                .putInt(200)
                .put((byte) 0x80)
                .put((byte) 0)
                .put((byte) 6)
                .put(new byte[] {0x12, 0, 0, 0, 36, 0});
        CompletableFuture<UsbResult> first = host.submit(new Bulk(IN, ByteBuffer.allocateDirect(100), true, false));
        CompletableFuture<UsbResult> second = host.submit(new Bulk(IN, ByteBuffer.allocateDirect(100), true, false));
        host.out(OUT, command.array());
        assertThat(first.get()).isEqualTo(UsbResult.of(Status.SHORT, 36));
        assertThat(second.get().status()).as("queued for data").isEqualTo(Status.STALL);
        host.clearHalt(IN);
        assertThat(host.in(IN, 13).data()).hasSize(13);
    }

    @Test
    void hostAndDeviceThatDisagreeIsAPhaseError() throws Exception {
        assertThat(host.read(100, 0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0).status()).isEqualTo(PHASE_ERROR);
        assertThat(host.read(0, 0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0).status()).isEqualTo(PHASE_ERROR);
        assertThat(host.write(new byte[512], 0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0).status())
                .isEqualTo(PHASE_ERROR);
        assertThat(host.read(512, 0x2A, 0, 0, 0, 0, 0, 0, 0, 1, 0).status()).isEqualTo(PHASE_ERROR);
        assertThat(host.read(512, 0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0).status()).isEqualTo(PASSED);
        assertThat(Files.readAllBytes(image)).isEqualTo(content);
    }

    @Test
    void anInvalidCommandStopsAllUntilTheDeviceIsReset() throws Exception {
        host.out(OUT, (byte) 1, (byte) 2);
        assertThat(host.in(IN, 13).result().status()).isEqualTo(Status.STALL);
        host.clearHalt(IN);
        assertThat(host.in(IN, 13).result().status()).as("still").isEqualTo(Status.STALL);
        assertThat(host.control(0x21, 0xFF, 0, 0, 0).result().status()).isEqualTo(Status.COMPLETED);
        host.clearHalt(IN);
        host.clearHalt(OUT);
        assertThat(host.read(512, 0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0).status()).isEqualTo(PASSED);
        host.out(OUT, (byte) 1);
        host.submit(new Reset()).get();
        assertThat(host.read(512, 0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0).status()).isEqualTo(PASSED);
    }

    @Test
    void withoutAConfigurationItHasNoEndpoints() throws Exception {
        assertThat(host.submit(new SetConfiguration(7)).get().status()).isEqualTo(Status.REJECTED);
        assertThat(host.submit(new SetConfiguration(0)).get().status()).isEqualTo(Status.COMPLETED);
        assertThat(host.in(IN, 13).result().status()).isEqualTo(Status.REJECTED);
        host.submit(new SetConfiguration(1)).get();
        assertThat(host.read(0, 0, 0, 0, 0, 0, 0).status()).isEqualTo(PASSED);
    }

    @Test
    void anImageServesOneDiskAndHasToBeThere() throws Exception {
        assertThatThrownBy(() -> UsbDisk.open("disk1", image, false, UsbSpeed.HIGH, "1"))
                .hasMessage("image file " + image + " is in use by another disk");
        assertThatThrownBy(() -> UsbDisk.open("disk1", folder.resolve("none"), false, UsbSpeed.HIGH, "1"))
                .hasMessage("there is no image file " + folder.resolve("none"));
        Path tiny = Files.write(folder.resolve("tiny"), new byte[511]);
        assertThatThrownBy(() -> UsbDisk.open("disk1", tiny, false, UsbSpeed.HIGH, "1"))
                .hasMessageContaining("not even one block");
        assertThat(disk.device().open(() -> {})).isCompletedExceptionally();
    }

    @Test
    void anImageThatBecameShorterIsAReadError() throws Exception {
        Files.write(image, new byte[1024]);
        UsbTester.Command read = host.read(512, 0x28, 0, 0, 0, 0, 60, 0, 0, 1, 0);
        assertThat(read.status()).isEqualTo(FAILED);
        assertThat(sense()).containsExactly(3, 0x11);
    }

    @Test
    void whoUsesItIsToldWhenItIsPulledOut() throws Exception {
        CompletableFuture<UsbResult> waiting = host.submit(new Bulk(IN, ByteBuffer.allocateDirect(13), false, false));
        disk.close();
        assertThat(waiting.get().status()).isEqualTo(Status.NO_DEVICE);
        assertThat(host.submit(new Reset()).get().status()).isEqualTo(Status.NO_DEVICE);
        assertThat(disk.device().open(() -> {})).isCompletedExceptionally();
    }
}
