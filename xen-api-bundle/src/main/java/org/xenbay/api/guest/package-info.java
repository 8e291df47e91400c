// SPDX-License-Identifier: Apache-2.0
/**
 * What a frontend needs from its guest, in any domain.
 *
 * <p>The embedded Xen implements it for the guests it makes. Frontends use it, so that the same frontends run in the
 * demonstration guest, in tests, and in contract tests of a third party's backend. Methods may be called from any thread.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.guest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
