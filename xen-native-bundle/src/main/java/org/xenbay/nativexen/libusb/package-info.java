// SPDX-License-Identifier: Apache-2.0
/**
 * libusb-1.0: its functions, its numbers, and {@link org.xenbay.nativexen.libusb.LibUsb}, which does not use JNA's types. For
 * the bundle of the host's USB devices.
 */
@Export
@Version("1.0.0")
package org.xenbay.nativexen.libusb;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
