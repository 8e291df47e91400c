// SPDX-License-Identifier: Apache-2.0
/** USB serial adapters that echo all bytes (CDC-ACM); factory PID {@code org.xenbay.usb.serial}. */
package org.xenbay.usb.serial;
