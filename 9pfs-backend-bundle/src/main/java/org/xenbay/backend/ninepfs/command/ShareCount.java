// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.command;

/**
 * How far the count of a share's files is.
 *
 * @param files that were counted until now
 * @param most the files of the host's file system: all of them, also those outside of the share; 0 when it does not say how many it has
 */
public record ShareCount(long files, long most) {}
