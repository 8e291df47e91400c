// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.guest;

import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/** A domain, as software inside it sees it. */
@ProviderType
public interface Guest {

    /** @return its domain id */
    int domain();

    /** @return its name, as the toolstack gave it */
    String name();

    /** @return its own XenStore connection, with its own (few) permissions */
    XenStore store();

    /**
     * Allocates zeroed pages and grants them.
     *
     * @param domain the domain that may map them
     * @param count number of pages
     * @param writable whether that domain may write them
     * @return the pages, contiguous here
     */
    GrantedPages grant(int domain, int count, boolean writable);

    /**
     * Reserves an event channel port that another domain may bind.
     *
     * @param domain that domain
     * @param listener called for each event on the thread that sends it; must not block
     * @return the port
     */
    GuestPort allocatePort(int domain, Runnable listener);

    /** @return its primary console, as the domain builder made it */
    PrimaryConsole primaryConsole();

    /** @return {@code /local/domain/<domain>} */
    default StorePath path() {
        return StorePath.ofDomain(domain());
    }
}
