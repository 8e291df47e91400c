// SPDX-License-Identifier: Apache-2.0
/** USB serial adapters that send back what they get (CDC-ACM); factory PID {@code org.xenbay.usb.serial}. */
package org.xenbay.usb.serial;
