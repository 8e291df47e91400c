// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileStat;

/**
 * Identifies a file of the host.
 *
 * @param device number of its file system
 * @param inode its number in that file system
 */
public record FileId(DeviceNumber device, long inode) {

    /**
     * @param stat a file's attributes
     * @return which file it is
     */
    public static FileId of(FileStat stat) {
        return new FileId(stat.device(), stat.inode());
    }
}
