// SPDX-License-Identifier: Apache-2.0
/**
 * A guest's use of a paravirtual host controller: the part that Linux has in drivers/usb/host/xen-hcd.c, and above it as much
 * of a USB stack as tests need: enumeration, a disk.
 */
@Export
@Version("1.0.0")
package org.xenbay.frontend.usb;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
