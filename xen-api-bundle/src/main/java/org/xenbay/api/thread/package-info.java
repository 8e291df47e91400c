// SPDX-License-Identifier: Apache-2.0
/**
 * Threads that a bundle starts, and their priorities on the host.
 *
 * <p>{@link DaemonThreads} is used directly; {@link org.xenbay.api.file.HostFiles#priorities} returns the {@link
 * ThreadPriorities}.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.thread;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
