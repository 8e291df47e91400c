// SPDX-License-Identifier: Apache-2.0
/**
 * Xen in this process's memory: domains, grant tables, event channels and a XenStore, without a hypervisor.
 *
 * <p>{@link org.xenbay.embedded.EmbeddedXen} implements both sides: {@link org.xenbay.api.xen.Xen} for the backends'
 * domain 0, and {@link org.xenbay.api.guest.GuestFactory} for the guests it makes. It follows Xen 4.17 in what either
 * side can observe, and fails on demand ({@link org.xenbay.embedded.Faults}). Used by tests, by the demonstration and by
 * the contract tests of third parties. Methods may be called from any thread; there is no thread per guest.
 */
@Export
@Version("1.0.0")
package org.xenbay.embedded;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
