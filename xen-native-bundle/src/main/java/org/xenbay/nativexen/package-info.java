// SPDX-License-Identifier: Apache-2.0
/** Messages of bundles for a library of the host that is missing. */
@Export
@Version("1.0.0")
package org.xenbay.nativexen;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
