// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.guest;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Makes guests, where there is no toolstack that does: a service of the embedded Xen only. */
@ProviderType
public interface GuestFactory {

    /**
     * Builds a domain as libxl does, introduces it to XenStore and lets it run.
     *
     * @param name its name
     * @return the guest
     */
    Guest create(String name);

    /**
     * Ends a domain: its ports close, its pages go once nobody maps them, its XenStore tree is removed as libxl does,
     * and {@code @releaseDomain} fires.
     *
     * @param domain its domain id
     */
    void destroy(int domain);

    /** @return the guests that run, by domain id */
    List<Guest> guests();

    /**
     * @param listener told of every guest created from now on, after it has been introduced
     * @return ends the registration when run
     */
    Runnable onCreate(Consumer<Guest> listener);
}
