// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import org.xenbay.api.device.XenDevOps;

/**
 * A backend's service as devices use it. Each service has its own instance, so an update has its own threads.
 *
 * @param ops the service
 * @param name its bundle and version, for operators
 * @param lane the device threads that it can hold
 */
public record BackendCode(XenDevOps ops, String name, Lane lane) {}
