// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * An entry of a folder. Do not compare entries: the name is an array, which is not copied.
 *
 * @param name its name
 * @param inode number of its inode in the folder's file system; for a mount point, the inode of the mounted root has another
 *     number
 * @param type DT_*: the type bits of a mode, shifted right by 12; 0 when the file system does not say
 * @param cookie continues the reading after this entry
 */
public record DirectoryEntry(byte[] name, long inode, int type, long cookie) {}
