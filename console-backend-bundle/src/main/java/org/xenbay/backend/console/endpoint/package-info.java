// SPDX-License-Identifier: Apache-2.0
/**
 * The host's side of a console: pseudo terminal, UNIX socket, log file. Each endpoint has a cursor of its own in the console's output,
 * and gives the console what is typed. The package knows the console, how large a guest's rings are, and its own part of the
 * configuration; it knows neither XenStore nor the journal.
 */
package org.xenbay.backend.console.endpoint;
