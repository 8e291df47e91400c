// SPDX-License-Identifier: Apache-2.0
/**
 * Listening on sockets of this host, by one rule for all bundles: a UNIX socket has its permissions before anybody can
 * connect, nothing but a socket that nobody serves is replaced, and a host without descriptors ends no listener.
 *
 * <p>Plain JDK, used directly; nothing here is a service. Threads are said at each class.
 */
@Export
@Version("1.0.0")
package org.xenbay.api.socket;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
