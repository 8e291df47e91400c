// SPDX-License-Identifier: Apache-2.0
/**
 * Threads that a bundle begins, and the priority that the host gives them.
 *
 * <p>{@link DaemonThreads} is plain JDK, used directly; {@link ThreadPriorities} come from the host, with its files.
 */
@Export
@Version("1.1.0")
package org.xenbay.api.thread;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
