// SPDX-License-Identifier: Apache-2.0
/**
 * The qusb backend: a paravirtual USB host controller (xen/include/public/io/usbif.h) whose ports take devices of the host and
 * software devices, which any bundle may register as {@link org.xenbay.api.usb.UsbDevice}.
 *
 * <p>A {@code QusbHandler} is one controller of one guest. Its {@code Ports} know which device is assigned to which port, and
 * open it. A {@code Controller} is one connection to the guest's driver: it passes the guest's requests to the devices.
 */
package org.xenbay.backend.qusb;
