// SPDX-License-Identifier: Apache-2.0
/**
 * The device model of guests without QEMU: answers {@code libxl}'s requests for all guests, on one thread.
 *
 * <p>{@code libexec/xenbay-device-model}, which libxl starts in QEMU's place, asks with a {@link
 * org.xenbay.devicemodel.Request} in XenStore; {@link org.xenbay.devicemodel.DeviceModels} answers it, and keeps a {@link
 * org.xenbay.devicemodel.DeviceModel} with two QMP sockets for as long as the request is there. The devices themselves are
 * the core's and need none of this. Nothing is exported.
 */
package org.xenbay.devicemodel;
