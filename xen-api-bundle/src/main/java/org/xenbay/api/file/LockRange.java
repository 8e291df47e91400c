// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * A range of bytes of a file and how it is locked. The bytes need not exist.
 *
 * @param start first byte
 * @param length number of bytes, 0 for all up to the end, however far
 * @param exclusive whether no other lock may be there, as who writes needs it; otherwise no exclusive one may
 */
public record LockRange(long start, long length, boolean exclusive) {}
