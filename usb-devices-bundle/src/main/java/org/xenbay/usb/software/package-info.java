// SPDX-License-Identifier: Apache-2.0
/**
 * The common part of software USB devices: descriptors, endpoint 0, queues of transfers, and a thread while the device is used.
 */
package org.xenbay.usb.software;
