// SPDX-License-Identifier: Apache-2.0
/**
 * Linux's input devices (evdev) as {@link org.xenbay.api.input.InputSource} services, one for each device while it is plugged
 * in. A device is opened briefly to read its description, and then not again until the source is opened. One thread reads all
 * of them. Not exported.
 */
package org.xenbay.nativexen.input;
