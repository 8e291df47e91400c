// SPDX-License-Identifier: Apache-2.0
/**
 * The hypervisor this machine runs on, by the kernel's devices in /dev/xen: grants, event channels, foreign memory. Not
 * exported.
 *
 * <p>The devices are used directly rather than through libxengnttab, libxenevtchn and libxenforeignmemory (ADR 8).
 */
package org.xenbay.nativexen.xen;
