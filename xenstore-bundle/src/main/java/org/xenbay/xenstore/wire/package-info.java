// SPDX-License-Identifier: Apache-2.0
/**
 * The XenStore wire protocol: messages, their operations, and the codec between them and bytes.
 *
 * <p>Used by the client and the server of this bundle and by tests that talk to a daemon directly; other bundles do not
 * implement them. Values are immutable by agreement (payload arrays are not copied), the {@link
 * org.xenbay.xenstore.wire.MessageDecoder} belongs to one thread, and other classes may be used from any thread. Source:
 * xen/include/public/io/xs_wire.h.
 */
@Export
@Version("1.0.0")
package org.xenbay.xenstore.wire;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
