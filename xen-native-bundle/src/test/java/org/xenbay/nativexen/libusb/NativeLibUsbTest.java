// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libusb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The genuine library, as far as it can be tested without a device; xenlab's scenario of USB bindings tests it with devices. */
@Timeout(30)
class NativeLibUsbTest {

    @TempDir
    Path folder;

    private NativeLibUsb usb;

    @BeforeEach
    void loads() throws Exception {
        try {
            usb = NativeLibUsb.load();
        } catch (UnsatisfiedLinkError missing) {
            assumeTrue(false, "libusb-1.0.so.0 is not on this machine: its binding is not tried");
        }
    }

    @AfterEach
    void ends() {
        if (usb != null) {
            usb.exit();
        }
    }

    @Test
    void aTransferIsZeroedButForTheCallbackAndHasRoomForItsPackets() {
        LibUsb.Block block = usb.allocate(3);
        assertThat(block.memory().capacity()).isEqualTo(60 + 36);
        assertThat(block.memory().getLong(LibUsbAbi.CALLBACK)).isNotZero();
        block.memory().putLong(LibUsbAbi.CALLBACK, 0);
        while (block.memory().hasRemaining()) {
            assertThat(block.memory().get()).isZero();
        }
        usb.free(block);
    }

    @Test
    void whatWasNotSubmittedCannotBeCancelled() {
        LibUsb.Block block = usb.allocate(0);
        assertThat(usb.cancel(block)).isEqualTo(LibUsbAbi.ERROR_NOT_FOUND);
        usb.free(block);
    }

    @Test
    void theLibraryFreesTheBufferWhereTheStructSaysItIs() {
        Pointer buffer = new Pointer(com.sun.jna.Native.malloc(64));
        LibUsb.Block block = usb.allocate(0);
        block.memory().put(LibUsbAbi.FLAGS, (byte) 2);
        block.memory().putLong(LibUsbAbi.BUFFER, Pointer.nativeValue(buffer));
        usb.free(block);
        // LIBUSB_TRANSFER_FREE_BUFFER: the C library gives the same piece to the next of the same size on this thread.
        long next = com.sun.jna.Native.malloc(64);
        assertThat(next).isEqualTo(Pointer.nativeValue(buffer));
        com.sun.jna.Native.free(next);
    }

    @Test
    void aFileThatIsNoDeviceIsRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("005"));
        int descriptor = usb.openFile(file.toString());
        assertThat(descriptor).isPositive();
        assertThat(usb.wrap(descriptor, new long[1])).isNegative();
        usb.closeFile(descriptor);
        assertThat(usb.openFile(folder.resolve("006").toString())).isEqualTo(-2);
        assertThat(usb.errorText(2)).isEqualTo("No such file or directory");
    }

    @Test
    void theAddressOfABufferIsThatOfItsFirstByte() {
        try (Memory memory = new Memory(16)) {
            ByteBuffer buffer = memory.getByteBuffer(0, 16);
            assertThat(usb.addressOf(buffer.position(3))).isEqualTo(Pointer.nativeValue(memory));
            assertThat(usb.addressOf(buffer.slice())).isEqualTo(Pointer.nativeValue(memory) + 3);
        }
    }

    @Test
    void anInterruptEndsTheWaitForEvents() throws Exception {
        CompletableFuture<Integer> wait = CompletableFuture.supplyAsync(() -> usb.handleEvents(transfer -> {}));
        usb.interrupt();
        assertThat(wait.get(20, TimeUnit.SECONDS)).isZero();
    }
}
