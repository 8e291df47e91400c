// SPDX-License-Identifier: Apache-2.0
/**
 * Threads that confine themselves irrevocably: they give up access to files outside of their share (Landlock), capabilities,
 * new privileges, and system calls that they never make (seccomp). Linux offers all four for single threads.
 */
package org.xenbay.nativexen.confine;
