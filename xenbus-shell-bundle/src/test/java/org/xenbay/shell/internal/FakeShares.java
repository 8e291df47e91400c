// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal;

import java.util.List;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.FileOperationView;
import org.xenbay.api.management.FileShareView;
import org.xenbay.api.management.FileShares;

/** One share. */
public final class FakeShares implements FileShares {
    private static final DeviceId ID = DeviceId.parse("5/9pfs/0");

    @Override
    public List<FileShareView> shares() {
        return List.of(new FileShareView(
                ID,
                "/srv/share",
                "none",
                Optional.of("9P2000.L"),
                12,
                3,
                15,
                7.5,
                4096,
                512,
                90,
                800,
                0,
                Optional.empty()));
    }

    @Override
    public Optional<List<FileOperationView>> operations(DeviceId id) {
        return id.equals(ID)
                ? Optional.of(List.of(new FileOperationView("Tread", 10, 1, 4096, 80, 90, 200, 250)))
                : Optional.empty();
    }
}
