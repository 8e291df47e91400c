// SPDX-License-Identifier: Apache-2.0
/**
 * What a guest's USB stack does with a paravirtual host controller: the half that Linux has in drivers/usb/host/xen-hcd.c, and
 * as much of a USB stack above it as tests need: enumeration, a disk.
 */
@Export
@Version("1.0.0")
package org.xenbay.frontend.usb;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
