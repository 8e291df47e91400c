// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

/**
 * A port at one moment.
 *
 * @param number 1 and up
 * @param path of the assigned device
 * @param state its state, in words
 */
record PortState(int number, String path, String state) {}
