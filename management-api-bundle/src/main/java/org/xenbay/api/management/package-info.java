// SPDX-License-Identifier: Apache-2.0
/**
 * The running system, for operators: what the shell shows and does.
 *
 * <p>The core implements it. The shell and other bundles that show a host's devices use it. It returns values of one moment.
 * Methods may be called from any thread and may block for XenStore.
 */
@Export
@Version("2.2.0")
package org.xenbay.api.management;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
