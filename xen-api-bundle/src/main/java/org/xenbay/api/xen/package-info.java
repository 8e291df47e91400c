// SPDX-License-Identifier: Apache-2.0
/**
 * The hypervisor as a backend's domain sees it: grants of other domains, event channels, foreign memory.
 *
 * <p>Implemented twice, by xen-native-bundle on a Xen host and by xen-embedded-bundle in memory; each registers one {@link
 * org.xenbay.api.xen.Xen} service, so that an embedded store is never mixed with native grants. Only the core uses these
 * services. A backend gets grants and channels through its {@code DeviceLink}, which also closes them.
 */
@Export
@Version("1.4.0")
package org.xenbay.api.xen;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
