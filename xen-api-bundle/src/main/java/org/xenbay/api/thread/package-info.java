// SPDX-License-Identifier: Apache-2.0
/**
 * Threads that a bundle begins.
 *
 * <p>Plain JDK, used directly; nothing here is a service.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.thread;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
