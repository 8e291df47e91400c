// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.Competitors;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.device.PersistentMemory;

/**
 * What the core uses of its host beside the hypervisor. From any thread.
 *
 * @param handovers what the core's runs leave to one another
 * @param persistentMemory memory of devices that outlasts this process
 * @param competitors gives who knows which other programs serve devices, while there is somebody
 */
public record HostServices(
        Handovers handovers, PersistentMemory persistentMemory, Supplier<@Nullable Competitors> competitors) {

    /** For a core without persistent memory, on a host where no other program serves devices. */
    public static final HostServices NONE = new HostServices(Handovers.NONE, PersistentMemory.NONE);

    /**
     * For a host where no other program serves devices.
     *
     * @param handovers what the core's runs leave to one another
     * @param persistentMemory memory of devices that outlasts this process
     */
    public HostServices(Handovers handovers, PersistentMemory persistentMemory) {
        this(handovers, persistentMemory, () -> null);
    }
}
