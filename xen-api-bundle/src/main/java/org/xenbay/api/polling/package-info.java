// SPDX-License-Identifier: Apache-2.0
/**
 * Decides when a thread polls for a guest's next request instead of sleeping. The measure is the time that waking a thread
 * takes. It is measured, because it differs fifty-fold between hosts.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.polling;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
