// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * A range of bytes of a file and how it is locked. The bytes need not exist.
 *
 * @param start first byte
 * @param length number of bytes; 0 for all up to the end of the file, even when it grows
 * @param exclusive true for an exclusive lock (to write): no other lock may overlap it. False for a shared one: no exclusive
 *     lock may overlap it
 */
public record LockRange(long start, long length, boolean exclusive) {}
