// SPDX-License-Identifier: Apache-2.0
/**
 * USB devices that can be plugged into guests: devices of the host, and devices made of software.
 *
 * <p>A {@link org.xenbay.api.usb.UsbDevice} is registered as a service for as long as the device is there: by
 * usb-host-bundle for each device of the host (libusb-1.0), by any bundle for a device that it plays itself. A backend
 * finds the devices as services, opens one for a guest and submits the guest's requests to the
 * {@link org.xenbay.api.usb.UsbSession}. A device that nobody has opened stays the host's and is not touched.
 *
 * <p>Numbers of the USB protocol (endpoint addresses, request codes, classes, descriptor bytes) are the USB
 * specification's own (USB 2.0, chapter 9). No call of this package blocks; each says on which thread it answers.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.usb;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
