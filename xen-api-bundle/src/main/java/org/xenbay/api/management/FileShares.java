// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.device.DeviceId;

/** A service of a backend that shares the host's files: lets the shell show what is done with them. */
@ConsumerType
public interface FileShares {

    /** @return the shares that are connected now */
    List<FileShareView> shares();

    /**
     * @param id a share's device
     * @return what was done by it, each kind of operation once; empty when there is no such share
     */
    Optional<List<FileOperationView>> operations(DeviceId id);
}
