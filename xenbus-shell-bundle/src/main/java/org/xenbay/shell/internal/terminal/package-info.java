// SPDX-License-Identifier: Apache-2.0
/** The operator's terminal: the interactive shell's or a client's. */
package org.xenbay.shell.internal.terminal;
