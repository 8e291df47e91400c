// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.Map;
import java.util.Set;

/**
 * The nodes of a new device beyond those that every device has ({@code frontend}, {@code backend}, ids, {@code online},
 * {@code state}).
 *
 * @param frontendType the frontend's directory below {@code device/}, which is not always the backend's type
 *     ({@code vusb} for {@code qusb})
 * @param backend nodes of the backend's directory, values by relative path
 * @param frontend nodes of the frontend's directory, values by relative path
 * @param guestReadOnly those of the frontend's nodes that the guest may read but not write
 */
public record DeviceTemplate(
        String frontendType, Map<String, String> backend, Map<String, String> frontend, Set<String> guestReadOnly) {

    /** Copies its parts. */
    public DeviceTemplate {
        backend = Map.copyOf(backend);
        frontend = Map.copyOf(frontend);
        guestReadOnly = Set.copyOf(guestReadOnly);
    }
}
