// SPDX-License-Identifier: Apache-2.0
/** USB disks from image files: Bulk-Only Transport and SCSI commands; factory PID {@code org.xenbay.usb.disk}. */
package org.xenbay.usb.disk;
