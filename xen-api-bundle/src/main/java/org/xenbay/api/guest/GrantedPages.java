// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.guest;

import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.xen.SharedMemory;

/** Pages of a guest that another domain may map. */
@ProviderType
public interface GrantedPages extends AutoCloseable {

    /** @return the guest's own view of them */
    SharedMemory memory();

    /** @return a grant reference for each page */
    int[] references();

    /** @return the guest frame number of each page; old frontends publish it in place of a reference */
    long[] frames();

    /**
     * Stops a page from being mapped again and frees it. A page that is still mapped is freed when it is unmapped.
     *
     * @return whether no page was mapped any more
     */
    boolean revoke();

    /** The same as {@link #revoke}, without the result. */
    @Override
    void close();
}
