// SPDX-License-Identifier: Apache-2.0
/**
 * The host's USB devices through libusb-1.0: found in sysfs, taken from the host only when they are opened, and driven by
 * asynchronous transfers. One thread handles the ends of all transfers. Numbers are those of {@code libusb.h} 1.0.24 and later.
 */
package org.xenbay.nativexen.usb;
