// SPDX-License-Identifier: Apache-2.0
/**
 * Who may reach this host from elsewhere, by one rule for all bundles: a pause after wrong passwords, files with secrets, the host's
 * certificate, and files of the daemon's user alone.
 *
 * <p>Plain JDK, used directly; nothing here is a service. Threads are said at each class.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.access;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
