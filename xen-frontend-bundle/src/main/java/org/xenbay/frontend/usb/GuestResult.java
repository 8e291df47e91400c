// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

/**
 * How a request ended.
 *
 * @param status 0, or a negative error number as usbif has them
 * @param actualLength bytes moved, as the backend says
 * @param data what is in the guest's buffer now
 * @param errors number of isochronous packets that failed
 * @param packetStatus status of each isochronous packet
 * @param packetLength bytes of each
 */
public record GuestResult(
        int status, int actualLength, byte[] data, int errors, int[] packetStatus, int[] packetLength) {}
