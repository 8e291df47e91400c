// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A thing of the host that can outlast the object that stands for it, and this process: an open file, a pseudo terminal.
 * Things of the host that a backend has from a service of the API may be keepsakes too; who has one finds out by
 * {@code instanceof}.
 */
@ProviderType
public interface Keepsake {

    /**
     * Leaves it: this object is not used any more and need not be closed; {@link Keeper#take} gives the thing again.
     *
     * @return by which word; of letters, digits and a few signs, at most 100
     * @throws IOException when it is closed
     */
    String leave() throws IOException;

    /**
     * The same word without leaving it, for who notes what to take should this process be killed.
     *
     * @return by which word {@link Keeper#take} would give it after this process's end
     * @throws IOException when it is closed
     */
    String word() throws IOException;
}
