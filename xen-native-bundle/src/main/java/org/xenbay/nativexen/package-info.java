// SPDX-License-Identifier: Apache-2.0
/** What a bundle that needs a library of the host says where it is missing. */
@Export
@Version("1.0.0")
package org.xenbay.nativexen;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
