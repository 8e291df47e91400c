// SPDX-License-Identifier: Apache-2.0
/**
 * Forms of text that more than one bundle reads or writes.
 *
 * <p>Bundles use these classes directly; none is a service.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.text;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
