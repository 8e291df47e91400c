// SPDX-License-Identifier: Apache-2.0
/** Measures this process: its heap, its threads, its use of processors and descriptors. Knows no device. */
package org.xenbay.shell.internal.process;
