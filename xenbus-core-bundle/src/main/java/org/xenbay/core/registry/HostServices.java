// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.Competitors;
import org.xenbay.core.device.Handovers;
import org.xenbay.core.device.Histories;
import org.xenbay.core.device.PersistentMemory;

/**
 * The host's services that the core uses, without the hypervisor. From any thread.
 *
 * @param handovers hands devices over from one run of the core to the next
 * @param persistentMemory memory of devices that outlasts this process
 * @param histories the last minutes of devices
 * @param competitors returns the service that knows other programs which serve devices, while there is one
 */
public record HostServices(
        Handovers handovers,
        PersistentMemory persistentMemory,
        Histories histories,
        Supplier<@Nullable Competitors> competitors) {

    /** For a core without persistent memory, on a host where no other program serves devices. */
    public static final HostServices NONE = new HostServices(Handovers.NONE, PersistentMemory.NONE);

    /**
     * For a host where no other program serves devices.
     *
     * @param handovers hands devices over from one run of the core to the next
     * @param persistentMemory memory of devices that outlasts this process
     */
    public HostServices(Handovers handovers, PersistentMemory persistentMemory) {
        this(handovers, persistentMemory, Histories.NONE, () -> null);
    }
}
