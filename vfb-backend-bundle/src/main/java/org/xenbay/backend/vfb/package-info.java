// SPDX-License-Identifier: Apache-2.0
/**
 * The PV framebuffer (xen/include/public/io/fbif.h): the guest's picture lies in its own memory, which is mapped to be read, and a
 * ring says what of it has changed. Nothing is exported; who shows pictures uses {@link org.xenbay.api.screen}.
 *
 * <p>{@code VfbHandler} is one device. {@code Framebuffer} is the guest's memory and what is known of its geometry, {@code Picture}
 * the copy that views share: tiles of the guest's memory are compared with it, so that views hear only of what differs.
 */
package org.xenbay.backend.vfb;
