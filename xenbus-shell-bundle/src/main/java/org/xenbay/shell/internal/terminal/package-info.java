// SPDX-License-Identifier: Apache-2.0
/** The operator's terminal: that of the interactive shell, or the client's at the other end of the socket. */
package org.xenbay.shell.internal.terminal;
