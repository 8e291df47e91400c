// SPDX-License-Identifier: Apache-2.0
/** The protocol between the shell's socket and its one-shot client; depends on the JDK only. */
package org.xenbay.shell.wire;
