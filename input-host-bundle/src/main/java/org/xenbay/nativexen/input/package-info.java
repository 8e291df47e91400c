// SPDX-License-Identifier: Apache-2.0
/**
 * Linux's input devices (evdev) as {@link org.xenbay.api.input.InputSource} services, one for each device, which come and
 * go with it. A device is opened for a moment to read its description, and then left alone until the source is opened. One
 * thread reads all of them. Not exported.
 */
package org.xenbay.nativexen.input;
