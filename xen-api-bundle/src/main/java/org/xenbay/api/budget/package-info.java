// SPDX-License-Identifier: Apache-2.0
/**
 * Budgets of resources that all guests share and that one guest could use up: memory and descriptors. A {@link
 * org.xenbay.api.budget.FairBudget} divides such a resource, and each holder takes and gives back through an {@link
 * org.xenbay.api.budget.Allowance}.
 *
 * <p>The core makes the budget of memory and hands it to backends as
 * {@link org.xenbay.api.device.DeviceContext#memory}; a backend that opens the host's files makes the budget of descriptors
 * ({@link org.xenbay.api.file.HostFiles#descriptors}). All methods may be called by any thread and never block for long.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.budget;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
