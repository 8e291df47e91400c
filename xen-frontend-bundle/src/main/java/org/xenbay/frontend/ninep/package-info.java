// SPDX-License-Identifier: Apache-2.0
/**
 * A client of 9P2000.L that sends requests like Linux's, for tests and benchmarks of the 9pfs backend. It uses any {@link
 * org.xenbay.frontend.ninep.NinePTransport}: Xen's rings ({@link org.xenbay.frontend.NinePfsFrontend}) or a socket.
 */
@Export
@Version("1.0.0")
package org.xenbay.frontend.ninep;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
