// SPDX-License-Identifier: Apache-2.0
/**
 * Files of the host below one folder, as a file server for guests needs them. Unlike the JDK's, they are held by open
 * descriptors instead of paths, never follow a link, have names of bytes, and report each failure with its error number.
 *
 * <p>Implemented by xen-native-bundle on Linux and registered as a {@link org.xenbay.api.file.HostFiles} service; a test may
 * implement it in memory. A backend may wrap nodes and open files, as the 9pfs backend does for its quotas. Interfaces that are
 * wrapped get new methods only with a major version; others may get them earlier. All calls may block, on any thread.
 */
@Export
@Version("1.3.0")
package org.xenbay.api.file;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
