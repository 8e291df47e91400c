// SPDX-License-Identifier: Apache-2.0
/**
 * When a thread should poll for a guest's next request instead of sleeping. The yardstick is what it takes to wake a
 * thread, which is measured: it differs fifty-fold from one host to another.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.polling;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
