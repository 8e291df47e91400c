// SPDX-License-Identifier: Apache-2.0
/**
 * Threads that give up what they do not need, for good: files outside of what they serve (Landlock), capabilities, new
 * privileges, and system calls that no server of a guest makes (seccomp). Linux has all four for single threads.
 */
package org.xenbay.nativexen.confine;
