// SPDX-License-Identifier: Apache-2.0
/** The operator's terminal: that of the interactive shell, or the terminal of a client. */
package org.xenbay.shell.internal.terminal;
