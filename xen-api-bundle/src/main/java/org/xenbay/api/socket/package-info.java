// SPDX-License-Identifier: Apache-2.0
/**
 * Listens on sockets of this host, by the same rules for all bundles. A UNIX socket has its permissions before any program can
 * connect. Only a socket on which no program listens is replaced. A lack of descriptors does not end a listener.
 *
 * <p>Bundles use these classes directly; none is a service. Each class says which threads may use it.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.socket;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
