// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libusb;

import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libusb-1.0 and of the C library that this project uses, without JNA's types. Unless a method says otherwise,
 * results are 0 or more, or one of {@code enum libusb_error}. Pointers are numbers.
 */
public interface LibUsb {

    /**
     * A {@code struct libusb_transfer}.
     *
     * @param address its address
     * @param memory the struct with its packets, in the machine's byte order; not to be used after {@link #free}
     */
    record Block(long address, ByteBuffer memory) {}

    /** @return a descriptor to read and write the device, or a negative error number of Linux */
    int openFile(String path);

    /**
     * Opens a disk for this process alone (O_EXCL).
     *
     * @return a descriptor, or a negative error number of Linux: EBUSY while a file system, swap space or another driver has
     *     claimed it or one of its partitions, in any mount namespace
     */
    int openExclusively(String disk);

    /** Closes a descriptor. */
    void closeFile(int descriptor);

    /** @return the error number of Linux in words */
    String errorText(int errno);

    /** libusb_wrap_sys_device; stores the handle in the first element. */
    int wrap(int descriptor, long[] handle);

    /** libusb_close; the descriptor stays open. */
    void close(long handle);

    /** libusb_get_configuration: bConfigurationValue, 0 for none. */
    int configuration(long handle);

    /** libusb_set_configuration. */
    int setConfiguration(long handle, int value);

    /** libusb_detach_kernel_driver. */
    int detachDriver(long handle, int number);

    /** libusb_attach_kernel_driver. */
    int attachDriver(long handle, int number);

    /** libusb_claim_interface. */
    int claim(long handle, int number);

    /** libusb_release_interface. */
    int release(long handle, int number);

    /** libusb_set_interface_alt_setting. */
    int setInterface(long handle, int number, int alternate);

    /** libusb_clear_halt. */
    int clearHalt(long handle, int endpoint);

    /** libusb_reset_device. */
    int reset(long handle);

    /**
     * libusb_alloc_transfer, with the callback set.
     *
     * @return the transfer, zeroed except the callback; null when there is no memory
     */
    @Nullable
    Block allocate(int packets);

    /** libusb_free_transfer. */
    void free(Block transfer);

    /** @return address of the first byte of a direct buffer, regardless of its position */
    long addressOf(ByteBuffer direct);

    /** libusb_submit_transfer. */
    int submit(Block transfer);

    /** libusb_cancel_transfer. */
    int cancel(Block transfer);

    /**
     * libusb_handle_events: waits for transfers to end, and reports each.
     *
     * @param ended receives the address of each ended transfer; called within this call, on this thread
     * @return 0 or an error; returns after some time even without an event
     */
    int handleEvents(LongConsumer ended);

    /** libusb_interrupt_event_handler: ends a call of {@link #handleEvents} soon. */
    void interrupt();

    /** libusb_exit: afterwards the library must not be used. */
    void exit();
}
