// SPDX-License-Identifier: Apache-2.0
/**
 * Files of the host below one folder, as a file server for guests needs them and the JDK does not offer them: anchored to
 * open descriptors instead of paths, never following a link, names as bytes, and every failure with its error number.
 *
 * <p>Implemented by xen-native-bundle on Linux and registered as a {@link org.xenbay.api.file.HostFiles} service; a test
 * may implement it in memory. A backend may wrap nodes and open files, as that of 9pfs does for its quotas: a method that
 * wrappers have to know of comes with the next major version. Services, and what they alone make, may grow. All calls may
 * block and may be made by any thread.
 */
@Export
@Version("1.3.0")
package org.xenbay.api.file;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
