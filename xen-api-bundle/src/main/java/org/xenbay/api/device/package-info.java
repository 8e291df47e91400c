// SPDX-License-Identifier: Apache-2.0
/**
 * The interfaces that a backend implements, and those that the core offers to it.
 *
 * <p>A backend is a Declarative Services component that registers {@link org.xenbay.api.device.XenDevOps} with the service
 * property {@code xen.device.type}; the core finds it and opens one {@link org.xenbay.api.device.DeviceHandler} for each
 * device. All calls of one handler come one after another, on that device's executor. {@link
 * org.xenbay.api.device.DeviceContext#runOnHost} runs blocking work elsewhere, and {@link
 * org.xenbay.api.device.DeviceContext#execute} runs a task on the executor again. Only the core implements interfaces marked
 * {@code ProviderType}.
 */
@Export
@Version("3.2.0")
package org.xenbay.api.device;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
