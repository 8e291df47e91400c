// SPDX-License-Identifier: Apache-2.0
/**
 * The host's side of a console: pseudo terminal, UNIX socket, log file. Each endpoint has its own cursor in the console's
 * output, and passes typed bytes to the console. The package knows the console, the size of a guest's rings, and its own part
 * of the configuration. It knows neither XenStore nor the journal.
 */
package org.xenbay.backend.console.endpoint;
