// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.usb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.ClearHalt;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbRequest.Interrupt;
import org.xenbay.api.usb.UsbRequest.Isochronous;
import org.xenbay.api.usb.UsbRequest.SetConfiguration;
import org.xenbay.api.usb.UsbRequest.SetInterface;
import org.xenbay.api.usb.UsbResult.Status;

class UsbValuesTest {

    private static ByteBuffer direct(int length) {
        return ByteBuffer.allocateDirect(length);
    }

    private static void refused(ThrowingCallable made, String words) {
        assertThatThrownBy(made)
                .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class)
                .hasMessageContaining(words);
    }

    @Test
    void requestsThatMakeNoSenseCannotBeMade() {
        refused(() -> new Bulk(0, direct(1), false, false), "0x0");
        refused(() -> new Bulk(0x80, direct(1), false, false), "0x80");
        refused(() -> new Bulk(0x91, direct(1), false, false), "0x91");
        refused(() -> new Bulk(0x81, ByteBuffer.allocate(1), false, false), "direct");
        refused(() -> new Bulk(0x81, direct(UsbSession.MAX_LENGTH + 1), false, false), "at most");
        refused(() -> new Interrupt(0x81, direct(1), -1, false), "interval");
        refused(() -> new Control(new UsbSetup(0x80, 6, 0, 0, 8), direct(7), false), "7 bytes");
        refused(() -> new Isochronous(1, direct(10), new int[] {4, 5}, 0), "9 bytes");
        refused(() -> new Isochronous(1, direct(10), new int[] {11, -1}, 0), "-1");
        refused(() -> new Isochronous(1, direct(0), new int[0], 0), "0 packets");
        refused(() -> new Isochronous(1, direct(0), new int[UsbSession.MAX_PACKETS + 1], 0), "packets");
        int most = Integer.MAX_VALUE;
        refused(() -> new Isochronous(1, direct(0), new int[] {most, most, 2}, 0), "packets of");
        refused(() -> new SetConfiguration(256), "256");
        refused(() -> new SetInterface(-1, 0), "-1");
        refused(() -> new ClearHalt(0x80), "0x80");
        refused(() -> new UsbSetup(256, 0, 0, 0, 0), "bits");
        refused(() -> new UsbSetup(0, 0, 0, 0x1_0000, 0), "bits");
    }

    @Test
    void packetsCannotBeChangedAfterwards() {
        int[] packets = {4, 6};
        Isochronous request = new Isochronous(0x81, direct(10), packets, 0);
        packets[0] = 1000;
        request.packets()[1] = 1000;
        assertThat(request.packets()).containsExactly(4, 6);
    }

    @Test
    void theDirectionOfAControlTransferIsThatOfItsSetupStage() {
        assertThat(new Control(new UsbSetup(0x80, 6, 0, 0, 8), direct(8), false).isIn())
                .isTrue();
        assertThat(new Control(new UsbSetup(0x00, 7, 0, 0, 8), direct(8), false).isIn())
                .isFalse();
    }

    @Test
    void aSetupStageIsEightBytesLittleEndian() {
        ByteBuffer bytes = ByteBuffer.allocate(10).position(1);
        UsbSetup setup = new UsbSetup(0xA1, 0xFE, 0x1234, 0x5678, 0x9ABC);
        setup.write(bytes);
        assertThat(bytes.array()).containsExactly(0, 0xA1, 0xFE, 0x34, 0x12, 0x78, 0x56, 0xBC, 0x9A, 0);
        assertThat(bytes.position()).isEqualTo(1);
        assertThat(UsbSetup.read(bytes)).isEqualTo(setup);
    }

    @Test
    void aResultCountsPacketsThatFailed() {
        UsbResult result = new UsbResult(
                Status.COMPLETED,
                5,
                List.of(new UsbResult.Packet(Status.COMPLETED, 5), new UsbResult.Packet(Status.ERROR, 0)));
        assertThat(result.errorCount()).isEqualTo(1);
    }

    @Test
    void classesAreThoseOfTheDeviceAndItsInterfaces() {
        byte[] bytes = descriptors(0, 9, 4, 0, 0, 2, 3, 1, 1, 0, 7, 5, 0x81, 3, 8, 0, 10, 9, 4, 1, 0, 2, 8, 6, 80, 0);
        UsbDescriptors descriptors = new UsbDescriptors(bytes);
        assertThat(descriptors.classes()).containsExactly(3, 8);
        assertThat(new UsbDescriptors(descriptors(9)).classes()).containsExactly(9);
        assertThat(descriptors.vendor()).isEqualTo(0x46F4);
        assertThat(descriptors.product()).isEqualTo(0x0001);
    }

    @Test
    void descriptorsOfAMaliciousDeviceAreReadWithoutHarm() {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[18 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[0] = 18;
            bytes[1] = 1;
            assertThat(new UsbDescriptors(bytes).classes()).allMatch(number -> number >= 0 && number < 256);
        }
        refused(() -> new UsbDescriptors(new byte[17]), "17 bytes");
        refused(() -> new UsbDescriptors(new byte[18]), "no device descriptor");
    }

    private static byte[] descriptors(int deviceClass, int... more) {
        ByteBuffer bytes = ByteBuffer.allocate(18 + more.length);
        bytes.put(new byte[] {18, 1, 0, 2, (byte) deviceClass, 0, 0, 64, (byte) 0xF4, 0x46, 1, 0});
        bytes.position(18);
        for (int value : more) {
            bytes.put((byte) value);
        }
        return bytes.array();
    }

    @Test
    void aDeviceHasAPathThatFitsIntoXenStoreAndARule() {
        UsbDescriptors descriptors = new UsbDescriptors(descriptors(0));
        assertThat(new UsbDeviceInfo("2-1.4", 2, 3, UsbSpeed.HIGH, descriptors, "", "").hardware())
                .isEqualTo("46f4:0001");
        for (String path : List.of("", "a b", "a/b", "a:b", "a\n")) {
            refused(() -> new UsbDeviceInfo(path, 0, 0, UsbSpeed.HIGH, descriptors, "", ""), "path");
        }
    }
}
