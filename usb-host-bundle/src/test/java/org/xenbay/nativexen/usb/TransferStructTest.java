// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Bulk;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbRequest.Interrupt;
import org.xenbay.api.usb.UsbRequest.Isochronous;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSetup;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/** {@code struct libusb_transfer} as the C compiler lays it out for x86-64 and aarch64. */
class TransferStructTest {

    private static final long HANDLE = 0x1122_3344_5566_7788L;
    private static final long BUFFER = 0x0102_0304_0506_0708L;

    private static ByteBuffer written(UsbRequest.Transfer request) {
        ByteBuffer memory = ByteBuffer.allocate(LibUsbAbi.transferSize(TransferStruct.packets(request)))
                .order(ByteOrder.nativeOrder());
        TransferStruct.write(memory, HANDLE, request, BUFFER);
        return memory;
    }

    private static ByteBuffer direct(int length) {
        return ByteBuffer.allocateDirect(length);
    }

    @Test
    void theFieldsOfABulkTransferAreWhereTheLibraryLooks() {
        ByteBuffer memory = written(new Bulk(0x02, direct(513), false, true));
        assertThat(memory.capacity()).isEqualTo(60);
        assertThat(memory.getLong(0)).isEqualTo(HANDLE);
        assertThat(memory.get(8)).as("flags: add zero packet").isEqualTo((byte) 8);
        assertThat(memory.get(9)).as("endpoint").isEqualTo((byte) 2);
        assertThat(memory.get(10)).as("type").isEqualTo((byte) 2);
        assertThat(memory.getInt(12)).as("no timeout").isZero();
        assertThat(memory.getInt(20)).as("length").isEqualTo(513);
        assertThat(memory.getLong(48)).as("buffer").isEqualTo(BUFFER);
        assertThat(memory.getInt(56)).as("packets").isZero();
    }

    @Test
    void aZeroPacketIsOnlyAddedToWhatIsSent() {
        assertThat(written(new Bulk(0x81, direct(512), false, true)).get(8)).isZero();
    }

    @Test
    void aControlTransferCountsItsSetupStage() {
        ByteBuffer memory = written(new Control(new UsbSetup(0x80, 6, 0x100, 0, 18), direct(18), false));
        assertThat(memory.get(9)).isZero();
        assertThat(memory.get(10)).isZero();
        assertThat(memory.getInt(20)).isEqualTo(26);
    }

    @Test
    void packetsFollowTheStructTwelveBytesEach() {
        ByteBuffer memory = written(new Isochronous(0x83, direct(300), new int[] {192, 108}, 0));
        assertThat(memory.capacity()).isEqualTo(84);
        assertThat(memory.get(10)).isEqualTo((byte) 1);
        assertThat(memory.getInt(56)).isEqualTo(2);
        assertThat(memory.getInt(60)).isEqualTo(192);
        assertThat(memory.getInt(72)).isEqualTo(108);
    }

    @Test
    void anInterruptTransferHasItsType() {
        assertThat(written(new Interrupt(0x81, direct(8), 10, false)).get(10)).isEqualTo((byte) 3);
    }

    @Test
    void everyStatusOfTheLibraryHasAMeaning() {
        Status[] expected = {
            Status.COMPLETED,
            Status.ERROR,
            Status.TIMEOUT,
            Status.CANCELLED,
            Status.STALL,
            Status.NO_DEVICE,
            Status.OVERFLOW,
            Status.ERROR
        };
        for (int status = 0; status < expected.length; status++) {
            assertThat(result(new Bulk(0x81, direct(8), false, false), status, 3)
                            .status())
                    .as("status %d", status)
                    .isEqualTo(expected[status]);
        }
    }

    private static UsbResult result(UsbRequest.Transfer request, int status, int actual) {
        ByteBuffer memory = written(request);
        memory.putInt(16, status);
        memory.putInt(24, actual);
        return TransferStruct.read(memory, request);
    }

    @Test
    void fewerBytesThanAskedForAreShortOnlyWhereThatWasSaid() {
        assertThat(result(new Bulk(0x81, direct(8), true, false), 0, 3)).isEqualTo(UsbResult.of(Status.SHORT, 3));
        assertThat(result(new Bulk(0x81, direct(8), false, false), 0, 3)).isEqualTo(UsbResult.of(Status.COMPLETED, 3));
        assertThat(result(new Bulk(0x81, direct(8), true, false), 0, 8)).isEqualTo(UsbResult.of(Status.COMPLETED, 8));
        assertThat(result(new Interrupt(0x81, direct(8), 0, true), 0, 0).status())
                .isEqualTo(Status.SHORT);
        assertThat(result(new Bulk(0x02, direct(8), true, false), 0, 3).status())
                .isEqualTo(Status.COMPLETED);
    }

    @Test
    void moreBytesThanThereIsRoomForAreNotBelieved() {
        assertThat(result(new Bulk(0x81, direct(8), false, false), 0, 9).actualLength())
                .isEqualTo(8);
        assertThat(result(new Bulk(0x81, direct(8), false, false), 1, -1).actualLength())
                .isZero();
    }

    @Test
    void everyPacketHasItsOwnEnd() {
        Isochronous request = new Isochronous(0x83, direct(300), new int[] {192, 108}, 0);
        ByteBuffer memory = written(request);
        memory.putInt(64, 192);
        memory.putInt(76, 7);
        memory.putInt(80, 1);
        UsbResult result = TransferStruct.read(memory, request);
        assertThat(result.actualLength()).isEqualTo(199);
        assertThat(result.errorCount()).isEqualTo(1);
        assertThat(result.packets())
                .containsExactly(new UsbResult.Packet(Status.COMPLETED, 192), new UsbResult.Packet(Status.ERROR, 7));
    }
}
