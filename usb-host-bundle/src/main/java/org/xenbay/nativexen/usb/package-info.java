// SPDX-License-Identifier: Apache-2.0
/**
 * The host's USB devices through libusb-1.0: found in sysfs, taken only when they are asked for, driven by asynchronous
 * transfers that one thread hears the ends of. Numbers are those of {@code libusb.h} 1.0.24 and later.
 */
package org.xenbay.nativexen.usb;
