// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.command;

import java.util.List;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;

/** What the backend tells its command. From any thread. */
public interface FileShares {

    /** @return the shares that are connected now */
    List<FileShareView> shares();

    /**
     * @param id a share's device
     * @return what was done by it, each kind of operation once; empty when there is no such share
     */
    Optional<List<FileOperationView>> operations(DeviceId id);
}
