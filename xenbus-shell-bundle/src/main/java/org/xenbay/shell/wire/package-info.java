// SPDX-License-Identifier: Apache-2.0
/** What the shell's socket and its one-shot client say to each other; knows nothing but the JDK. */
package org.xenbay.shell.wire;
