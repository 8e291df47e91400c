// SPDX-License-Identifier: Apache-2.0
/**
 * The running system, for operators: what the shell shows and does.
 *
 * <p>Implemented by the core; used by the shell and whatever else shows a host's devices. What it gives are values of
 * the moment. Methods may be called from any thread and may block for XenStore.
 */
@Export
@Version("2.1.0")
package org.xenbay.api.management;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
