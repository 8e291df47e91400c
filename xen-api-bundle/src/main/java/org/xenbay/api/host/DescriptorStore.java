// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Gives back the open descriptors that an earlier process, or an earlier version of a bundle, has detached. A service; from any
 * thread.
 */
@ProviderType
public interface DescriptorStore {

    /**
     * @param token as {@link Transferable#detach} or {@link Transferable#token} gave it
     * @return the resource, of the type of the API that it had; the caller closes it
     * @throws IOException when the token leads to nothing: the earlier process has detached nothing, or the resource was taken
     *     before
     */
    AutoCloseable take(String token) throws IOException;

    /** @return which process keeps this process's descriptors for the next one, or why none does: a text for people */
    default String state() {
        return "unknown";
    }

    /**
     * Closes what was detached and not taken. To be called when all devices have taken what they need; calling it again is
     * harmless.
     */
    void closeUnclaimed();
}
