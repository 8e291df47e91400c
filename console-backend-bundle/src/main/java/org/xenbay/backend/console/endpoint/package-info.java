// SPDX-License-Identifier: Apache-2.0
/**
 * Where output goes on the host and input comes from: pseudo terminal, UNIX socket, log file. Each has a cursor of its own in the
 * console's output, and gives the console what is typed. Knows the console, and of a guest's rings how large they are; knows
 * neither XenStore nor the journal, and of the configuration its own part only.
 */
package org.xenbay.backend.console.endpoint;
