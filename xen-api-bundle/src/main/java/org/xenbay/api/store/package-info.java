// SPDX-License-Identifier: Apache-2.0
/**
 * XenStore as its clients see it: a tree of small values, transactions over it, and watches on it.
 *
 * <p>Implemented by the pure-Java client of xenstore-bundle (over xenstored's socket or /dev/xen/xenbus) and by the
 * in-memory store of the embedded Xen. All methods may be called from any thread and block for the daemon's answer,
 * except from inside a {@link org.xenbay.api.store.WatchListener}, which runs on the thread that reads the answers.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
