// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libusb;

import com.sun.jna.CallbackReference;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/** The genuine library, with a context of its own that does not look for devices. */
public final class NativeLibUsb implements LibUsb {

    /** Longest duration of one wait for events; an interrupt ends it. */
    private static final long WAIT_SECONDS = 60;

    /** The library's name for messages. */
    public static final String LIBRARY = LibUsbCalls.LIBRARY;

    private static final int TIMEVAL_SIZE = 16;

    private final long context;
    private final Memory wait = new Memory(TIMEVAL_SIZE);

    /** Referenced here, because the library keeps only its address. */
    private final LibUsbCalls.TransferCallback callback = this::ended;

    private final long callbackAddress = Pointer.nativeValue(CallbackReference.getFunctionPointer(callback));

    /** Only set within a call of {@link #handleEvents}, and used by its thread. */
    private LongConsumer listener = transfer -> {};

    private NativeLibUsb(long context) {
        this.context = context;
        wait.setLong(0, WAIT_SECONDS);
        wait.setLong(Long.BYTES, 0);
    }

    /**
     * @return the library, to be ended by {@link #exit}
     * @throws LinkageError when it is missing or too old
     * @throws IOException when it does not start
     */
    public static NativeLibUsb load() throws IOException {
        LibUsbCalls.load();
        Libc.load();
        LibUsbCalls.libusb_set_option(0, LibUsbAbi.NO_DEVICE_DISCOVERY);
        long[] context = new long[1];
        int result = LibUsbCalls.libusb_init(context);
        if (result != 0) {
            throw new IOException("libusb does not start (error " + result + ")");
        }
        return new NativeLibUsb(context[0]);
    }

    /** @return whether JNA itself can be used, so that a failure means that the library is missing */
    public static boolean isJnaLoaded() {
        try {
            return Native.POINTER_SIZE == Long.BYTES;
        } catch (LinkageError broken) {
            return false;
        }
    }

    private void ended(long transfer) {
        listener.accept(transfer);
    }

    @Override
    public int openFile(String path) {
        int descriptor = Libc.open(path, LibcAbi.O_RDWR | LibcAbi.O_CLOEXEC);
        return descriptor < 0 ? -Libc.errno() : descriptor;
    }

    @Override
    public int openExclusively(String disk) {
        // O_NONBLOCK, so that a drive that checks for a medium does not block the call.
        int descriptor = Libc.open(disk, LibcAbi.O_EXCL | LibcAbi.O_NONBLOCK | LibcAbi.O_CLOEXEC);
        return descriptor < 0 ? -Libc.errno() : descriptor;
    }

    @Override
    public void closeFile(int descriptor) {
        Libc.close(descriptor);
    }

    @Override
    public String errorText(int errno) {
        return Libc.strerror(errno);
    }

    @Override
    public int wrap(int descriptor, long[] handle) {
        return LibUsbCalls.libusb_wrap_sys_device(context, descriptor, handle);
    }

    @Override
    public void close(long handle) {
        LibUsbCalls.libusb_close(handle);
    }

    @Override
    public int configuration(long handle) {
        int[] value = new int[1];
        int result = LibUsbCalls.libusb_get_configuration(handle, value);
        return result < 0 ? result : value[0];
    }

    @Override
    public int setConfiguration(long handle, int value) {
        // libusb uses -1 for the unconfigured state.
        return LibUsbCalls.libusb_set_configuration(handle, value == 0 ? -1 : value);
    }

    @Override
    public int detachDriver(long handle, int number) {
        return LibUsbCalls.libusb_detach_kernel_driver(handle, number);
    }

    @Override
    public int attachDriver(long handle, int number) {
        return LibUsbCalls.libusb_attach_kernel_driver(handle, number);
    }

    @Override
    public int claim(long handle, int number) {
        return LibUsbCalls.libusb_claim_interface(handle, number);
    }

    @Override
    public int release(long handle, int number) {
        return LibUsbCalls.libusb_release_interface(handle, number);
    }

    @Override
    public int setInterface(long handle, int number, int alternate) {
        return LibUsbCalls.libusb_set_interface_alt_setting(handle, number, alternate);
    }

    @Override
    public int clearHalt(long handle, int endpoint) {
        return LibUsbCalls.libusb_clear_halt(handle, (byte) endpoint);
    }

    @Override
    public int reset(long handle) {
        return LibUsbCalls.libusb_reset_device(handle);
    }

    @Override
    public @Nullable Block allocate(int packets) {
        long address = LibUsbCalls.libusb_alloc_transfer(packets);
        if (address == 0) {
            return null;
        }
        ByteBuffer memory = new Pointer(address)
                .getByteBuffer(0, LibUsbAbi.transferSize(packets))
                .order(ByteOrder.nativeOrder());
        memory.putLong(LibUsbAbi.CALLBACK, callbackAddress);
        return new Block(address, memory);
    }

    @Override
    public void free(Block transfer) {
        LibUsbCalls.libusb_free_transfer(transfer.address());
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    @Override
    public int submit(Block transfer) {
        return LibUsbCalls.libusb_submit_transfer(transfer.address());
    }

    @Override
    public int cancel(Block transfer) {
        return LibUsbCalls.libusb_cancel_transfer(transfer.address());
    }

    @Override
    public int handleEvents(LongConsumer ended) {
        listener = ended;
        return LibUsbCalls.libusb_handle_events_timeout_completed(context, Pointer.nativeValue(wait), 0);
    }

    @Override
    public void interrupt() {
        LibUsbCalls.libusb_interrupt_event_handler(context);
    }

    @Override
    public void exit() {
        LibUsbCalls.libusb_exit(context);
    }
}
