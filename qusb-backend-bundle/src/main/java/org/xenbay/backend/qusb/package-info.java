// SPDX-License-Identifier: Apache-2.0
/**
 * The qusb backend: a paravirtual USB host controller (xen/include/public/io/usbif.h) whose ports take devices of the host
 * and devices of software, whatever bundle registers them as {@link org.xenbay.api.usb.UsbDevice}.
 *
 * <p>A {@code QusbHandler} is one controller of one guest. Its {@code Ports} know which device is wanted where and take it;
 * a {@code Controller} is one connection to the guest's driver: it carries the guest's requests to the devices.
 */
package org.xenbay.backend.qusb;
