// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.usb;

/**
 * How a request ended.
 *
 * @param status 0, or a negative error number of usbif
 * @param actualLength bytes transferred, as the backend reports
 * @param data present content of the guest's buffer
 * @param errors number of isochronous packets that failed
 * @param packetStatus status of each isochronous packet
 * @param packetLength bytes of each isochronous packet
 */
public record GuestResult(
        int status, int actualLength, byte[] data, int errors, int[] packetStatus, int[] packetLength) {}
