// SPDX-License-Identifier: Apache-2.0
/**
 * The device model of guests without QEMU: answers {@code libxl}'s requests for all guests, on one thread.
 *
 * <p>{@code libexec/xenbay-device-model}, which libxl starts in QEMU's place, writes a {@link org.xenbay.devicemodel.Request}
 * to XenStore. {@link org.xenbay.devicemodel.DeviceModels} answers it, and keeps a {@link org.xenbay.devicemodel.DeviceModel}
 * with two QMP sockets as long as the request exists. The core serves the devices themselves, independently of the device
 * model. Nothing is exported.
 */
package org.xenbay.devicemodel;
