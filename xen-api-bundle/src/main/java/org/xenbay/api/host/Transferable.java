// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A resource of the host whose descriptor can outlast the object, the bundle and this process: an open file, a pseudo terminal.
 * A backend tests by {@code instanceof} whether a resource of an API service is transferable.
 */
@ProviderType
public interface Transferable {

    /**
     * Detaches the descriptor. Afterwards this object must not be used and need not be closed. {@link DescriptorStore#take}
     * returns the resource again.
     *
     * @return the token for {@link DescriptorStore#take}: at most 100 letters, digits and signs of ASCII
     * @throws IOException when it is closed
     */
    String detach() throws IOException;

    /**
     * Returns the same token without detaching. A journal stores it, so that the next process can take the resource if this one
     * is killed.
     *
     * @return the token for {@link DescriptorStore#take} after this process's end
     * @throws IOException when it is closed
     */
    String token() throws IOException;
}
