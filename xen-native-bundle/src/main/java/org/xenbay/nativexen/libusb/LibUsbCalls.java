// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libusb;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * libusb-1.0, mapped directly, with pointers as numbers: it runs on 64-bit machines only. The library is loaded by its
 * versioned name; the name without a version is only in the development package. Its functions report failure by {@code
 * enum libusb_error}.
 */
final class LibUsbCalls {

    static final String LIBRARY = "libusb-1.0.so.0";

    private LibUsbCalls() {}

    /** {@code libusb_transfer_cb_fn}. */
    interface TransferCallback extends Callback {
        /** @param transfer its address */
        void invoke(long transfer);
    }

    /**
     * Loads JNA's own native part and binds this class.
     *
     * @throws LinkageError when JNA, the library or one of its functions is missing
     */
    static void load() {
        if (!Native.registered(LibUsbCalls.class)) {
            Native.register(LibUsbCalls.class, NativeLibrary.getInstance(LIBRARY));
        }
    }

    /** Used here without further arguments; the first argument is 0 for all later contexts. */
    static native int libusb_set_option(long context, int option);

    static native int libusb_init(long[] context);

    static native void libusb_exit(long context);

    static native int libusb_wrap_sys_device(long context, long descriptor, long[] handle);

    static native void libusb_close(long handle);

    static native int libusb_get_configuration(long handle, int[] value);

    static native int libusb_set_configuration(long handle, int value);

    static native int libusb_detach_kernel_driver(long handle, int number);

    static native int libusb_attach_kernel_driver(long handle, int number);

    static native int libusb_claim_interface(long handle, int number);

    static native int libusb_release_interface(long handle, int number);

    static native int libusb_set_interface_alt_setting(long handle, int number, int alternate);

    static native int libusb_clear_halt(long handle, byte endpoint);

    static native int libusb_reset_device(long handle);

    static native long libusb_alloc_transfer(int packets);

    static native void libusb_free_transfer(long transfer);

    static native int libusb_submit_transfer(long transfer);

    static native int libusb_cancel_transfer(long transfer);

    static native int libusb_handle_events_timeout_completed(long context, long timeval, long completed);

    static native void libusb_interrupt_event_handler(long context);
}
