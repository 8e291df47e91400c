// SPDX-License-Identifier: Apache-2.0
/** The UNIX socket through which one-shot commands reach the running daemon. */
package org.xenbay.shell.internal.socket;
