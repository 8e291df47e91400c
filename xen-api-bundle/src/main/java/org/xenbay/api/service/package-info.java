// SPDX-License-Identifier: Apache-2.0
/**
 * How a component gets services that others are slow to give.
 *
 * <p>Plain JDK, used directly; nothing here is a service.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.service;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
