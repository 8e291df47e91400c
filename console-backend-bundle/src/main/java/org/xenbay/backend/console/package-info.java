// SPDX-License-Identifier: Apache-2.0
/**
 * The PV console backend: what a guest writes goes to a pseudo terminal, a UNIX socket, a log file and whoever attached
 * in the shell, all at once; what they type goes to the guest. Nothing is exported.
 */
package org.xenbay.backend.console;
