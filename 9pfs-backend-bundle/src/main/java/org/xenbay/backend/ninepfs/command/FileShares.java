// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.command;

import java.util.List;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;

/** The figures of shares for the backend's command. From any thread. */
public interface FileShares {

    /** @return the shares that are connected now */
    List<FileShareView> shares();

    /**
     * @param id a share's device
     * @return the operations on the share, one entry for each kind, if there is such a share
     */
    Optional<List<FileOperationView>> operations(DeviceId id);

    /**
     * @param id a share's device, which need not be connected
     * @return how far the count of its files is; empty when they are not being counted
     */
    Optional<ShareCount> counting(DeviceId id);
}
