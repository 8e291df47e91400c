// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

/**
 * Attributes of a file system (statfs(2)). Counts are unsigned.
 *
 * @param type its magic number
 * @param blockSize size of a block in bytes
 * @param blocks number of blocks
 * @param freeBlocks how many of them are free
 * @param availableBlocks how many of them an ordinary user may use
 * @param files number of inodes
 * @param freeFiles how many of them are free
 * @param id identifies the file system
 * @param maxNameLength longest name in bytes
 */
public record FileSystemStat(
        long type,
        long blockSize,
        long blocks,
        long freeBlocks,
        long availableBlocks,
        long files,
        long freeFiles,
        long id,
        long maxNameLength) {}
