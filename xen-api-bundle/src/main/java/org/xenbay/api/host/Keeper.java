// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.host;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** Gives what an earlier run of this program, or of a part of it, has left open; a service. */
@ProviderType
public interface Keeper {

    /**
     * @param word as {@link Keepsake#leave} or {@link Keepsake#word} gave it
     * @return the thing, of the API's type that it had; to be closed by who takes it
     * @throws IOException when it is not there any more: the earlier run has left nothing, or it was taken already
     */
    AutoCloseable take(String word) throws IOException;

    /** @return who keeps this process's open files for the next one, or why nobody does: some words */
    default String state() {
        return "unknown";
    }

    /** All that is to be taken has been: what is left of the earlier process is closed. Doing it again is harmless. */
    void settle();
}
