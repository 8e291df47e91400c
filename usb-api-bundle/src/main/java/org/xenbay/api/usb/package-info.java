// SPDX-License-Identifier: Apache-2.0
/**
 * USB devices that can be assigned to guests: devices of the host, and devices in software.
 *
 * <p>A {@link org.xenbay.api.usb.UsbDevice} is registered as a service while the device is plugged in: by usb-host-bundle for
 * each device of the host (libusb-1.0), by any bundle for a device that it implements in software. A backend finds the devices
 * as services, opens one for a guest and submits the guest's requests to the {@link org.xenbay.api.usb.UsbSession}. A device
 * that no backend has opened stays with the host.
 *
 * <p>Numbers of the USB protocol (endpoint addresses, request codes, classes, descriptor bytes) are the USB specification's own
 * (USB 2.0, chapter 9). No method of this package blocks; each one says on which thread it reports.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.usb;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
