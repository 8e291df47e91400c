// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.device.DeviceId;

/**
 * Finds other programs of this host that serve devices, mainly QEMU. The core asks before it takes a device, because two
 * backends on one ring destroy it. A component that offers this service registers a separate object for it: Declarative
 * Services may miss a component that is activated while the core binds it.
 */
@ConsumerType
public interface Competitors {

    /**
     * @param device a device that this daemon is about to serve for the first time
     * @return the other program that serves it, in words for an operator, such as {@code QEMU (pid 123)}; empty when no other
     *     program does. Called on the device's executor; may read XenStore, but must not wait for a guest
     */
    Optional<String> servedBy(DeviceId device);
}
