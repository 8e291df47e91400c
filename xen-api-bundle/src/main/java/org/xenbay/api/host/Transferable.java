// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A resource of the host whose descriptor can outlast the object, the bundle and this process: an open file, a pseudo terminal.
 * A backend finds out by {@code instanceof} whether a resource that a service of the API gave is transferable.
 */
@ProviderType
public interface Transferable {

    /**
     * Detaches the descriptor: this object is not used any more and need not be closed; {@link DescriptorStore#take} gives the
     * resource again.
     *
     * @return the token by which it is taken: at most 100 letters, digits and signs of ASCII
     * @throws IOException when it is closed
     */
    String detach() throws IOException;

    /**
     * The same token without detaching, for a journal that says what to take should this process be killed.
     *
     * @return the token by which {@link DescriptorStore#take} gives the resource after this process's end
     * @throws IOException when it is closed
     */
    String token() throws IOException;
}
