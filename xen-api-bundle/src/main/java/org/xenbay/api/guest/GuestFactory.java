// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.guest;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Makes guests, where no toolstack does. Only the embedded Xen registers this service. */
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
     * Ends a domain: closes its ports, frees its pages once no domain maps them, removes its XenStore tree as libxl does, and
     * fires {@code @releaseDomain}.
     *
     * @param domain its domain id
     */
    void destroy(int domain);

    /** @return the guests that run, by domain id */
    List<Guest> guests();

    /**
     * @param listener called for every guest created from now on, after it has been introduced
     * @return ends the registration when run
     */
    Runnable onCreate(Consumer<Guest> listener);
}
