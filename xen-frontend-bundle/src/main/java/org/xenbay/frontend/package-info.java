// SPDX-License-Identifier: Apache-2.0
/**
 * Frontends that behave like Linux's, over {@link org.xenbay.api.guest.Guest}: for tests of backends.
 *
 * <p>{@link org.xenbay.frontend.XenbusFrontend} is the part that every xenbus driver shares; a device's own part is a {@link
 * org.xenbay.frontend.FrontendDriver}. Consoles are included. {@link org.xenbay.frontend.FrontendProbe} records the states of a
 * device. All frontends of a process share the few threads of {@link org.xenbay.frontend.FrontendThreads}; each frontend's work
 * is done one piece after the other.
 */
@Export
@Version("2.1.0")
package org.xenbay.frontend;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
