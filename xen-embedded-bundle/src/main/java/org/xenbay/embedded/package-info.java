// SPDX-License-Identifier: Apache-2.0
/**
 * Xen in this process's memory: domains, grant tables, event channels and a XenStore, without a hypervisor.
 *
 * <p>{@link org.xenbay.embedded.EmbeddedXen} implements both sides: {@link org.xenbay.api.xen.Xen} for the backends' domain 0,
 * and {@link org.xenbay.api.guest.GuestFactory} for its guests. The behaviour that either side can observe follows Xen 4.17,
 * and it fails on demand ({@link org.xenbay.embedded.Faults}). Tests, the demonstration and the contract tests of third parties
 * use it. Methods may be called from any thread; guests have no threads of their own.
 */
@Export
@Version("1.0.0")
package org.xenbay.embedded;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
