// SPDX-License-Identifier: Apache-2.0
/**
 * A guest from the inside: what a frontend needs, in any domain.
 *
 * <p>The embedded Xen implements it for the guests it makes. Frontend halves are written against it, so they serve the
 * demonstration guest, the tests, and the contract tests of a third party's backend alike. Methods may be called from
 * any thread.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.guest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
