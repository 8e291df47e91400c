// SPDX-License-Identifier: Apache-2.0
/**
 * Gets services whose components activate slowly or on other threads.
 *
 * <p>Bundles use these classes directly; none is a service.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.service;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
