// SPDX-License-Identifier: Apache-2.0
/** What every USB device made of software has: descriptors, endpoint 0, queues of transfers, a thread of its own while it is used. */
package org.xenbay.usb.software;
