// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps this process's descriptors open beyond its end, and takes over those of the previous process ({@link
 * org.xenbay.api.host.DescriptorStore}, ADR 16).
 */
package org.xenbay.nativexen.descriptor;
