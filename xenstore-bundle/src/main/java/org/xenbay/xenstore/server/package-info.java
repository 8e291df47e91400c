// SPDX-License-Identifier: Apache-2.0
/**
 * A XenStore daemon in memory: tree, permissions, transactions, watches and quotas behave as in xenstored, for the embedded Xen
 * and for tests.
 *
 * <p>{@link org.xenbay.xenstore.server.Store} is the daemon; programs in this virtual machine reach it with {@link
 * org.xenbay.xenstore.server.Store#connect}, others (the genuine xenstore-* tools) through a {@link
 * org.xenbay.xenstore.server.StoreServer} on a UNIX socket. All methods may be called from any thread. Listeners run on one
 * thread per store, never under a lock of the store.
 */
@Export
@Version("1.0.0")
package org.xenbay.xenstore.server;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
