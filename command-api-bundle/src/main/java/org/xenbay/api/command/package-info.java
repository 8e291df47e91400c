// SPDX-License-Identifier: Apache-2.0
/**
 * Commands for operators, which bundles add to the shell.
 *
 * <p>A bundle implements {@link org.xenbay.api.command.Command} and registers it as a service; the shell makes it callable,
 * describes it in {@code help}, completes it, and shows what it returns as a table or as JSON. A command comes and goes with
 * its bundle. Each call runs on a thread of its own.
 */
@Export
@Version("1.2.0")
package org.xenbay.api.command;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
