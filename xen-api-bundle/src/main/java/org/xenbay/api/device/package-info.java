// SPDX-License-Identifier: Apache-2.0
/**
 * What a backend implements and what it is given.
 *
 * <p>A backend is a Declarative Services component that registers {@link org.xenbay.api.device.XenDevOps} with the
 * service property {@code xen.device.type}; the core finds it and opens one {@link org.xenbay.api.device.DeviceHandler}
 * for each device. All calls of one handler come one after another, on that device's own executor; the only way off it
 * is {@link org.xenbay.api.device.DeviceContext#runOnHost}, and the only way back
 * {@link org.xenbay.api.device.DeviceContext#execute}. Interfaces marked {@code ProviderType} are implemented by the
 * core only.
 */
@Export
@Version("3.1.0")
package org.xenbay.api.device;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
