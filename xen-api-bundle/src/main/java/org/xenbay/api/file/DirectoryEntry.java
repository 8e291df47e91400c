// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * An entry of a folder. It has no equality of its own: names are arrays, which are handed over and not copied.
 *
 * @param name its name
 * @param inode number of its inode, of the folder's own file system: behind a mount point it is another one
 * @param type DT_*: the type bits of a mode, shifted right by 12; 0 when the file system does not say
 * @param cookie to go on after it
 */
public record DirectoryEntry(byte[] name, long inode, int type, long cookie) {}
