// SPDX-License-Identifier: Apache-2.0
/**
 * The PV framebuffer (xen/include/public/io/fbif.h): the guest's picture lies in the guest's memory, which is mapped read-only,
 * and a ring reports changed areas. Nothing is exported; bundles that show pictures use {@link org.xenbay.api.screen}.
 *
 * <p>{@code VfbHandler} is one device. {@code Framebuffer} is the guest's memory with the picture's geometry, {@code Picture}
 * the copy that views share. The guest's memory is compared with the copy tile by tile, so that views get only the differences.
 */
package org.xenbay.backend.vfb;
