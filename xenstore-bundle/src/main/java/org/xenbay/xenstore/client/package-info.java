// SPDX-License-Identifier: Apache-2.0
/**
 * XenStore over a connection to xenstored, in pure Java.
 *
 * <p>{@link org.xenbay.xenstore.client.XenStoreClient} implements {@link org.xenbay.api.store.XenStore} over the
 * daemon's UNIX socket or over the kernel's device; {@link org.xenbay.xenstore.client.XenStoreAddress} says which.
 * Methods may be called from any thread; listeners run on the one thread that reads the daemon's answers, and must
 * neither block nor make requests. Sources: xen/include/public/io/xs_wire.h, docs/misc/xenstore.txt.
 */
@Export
@Version("1.0.0")
package org.xenbay.xenstore.client;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
