// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Returns open descriptors that an earlier process, or an earlier version of a bundle, has detached. A service; from any
 * thread.
 */
@ProviderType
public interface DescriptorStore {

    /**
     * @param token the token that {@link Transferable#detach} or {@link Transferable#token} returned
     * @return the resource, of its original API type; the caller closes it
     * @throws IOException when no descriptor has the token: the earlier process has not detached it, or it was taken before
     */
    AutoCloseable take(String token) throws IOException;

    /** @return for people: which process keeps this process's descriptors for the next one, or why no process does */
    default String state() {
        return "unknown";
    }

    /**
     * Closes descriptors that were detached and not taken. To be called when all devices have taken theirs; calling it again is
     * harmless.
     */
    void closeUnclaimed();
}
