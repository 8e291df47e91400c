// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.IOException;
import org.xenbay.api.host.DescriptorStore;

/** Takes what a killed process had open. */
public final class TakenResource {

    private TakenResource() {}

    /**
     * Takes a resource, or closes it when it is of another type.
     *
     * @param store has it
     * @param token names it
     * @param type what is expected
     * @return the resource; the caller closes it
     * @param <T> its type
     * @throws IOException when it is not there, or is of another type
     */
    public static <T extends AutoCloseable> T take(DescriptorStore store, String token, Class<T> type)
            throws IOException {
        AutoCloseable thing = store.take(token);
        if (type.isInstance(thing)) {
            return type.cast(thing);
        }
        IOException wrong = new IOException("the resource of the token " + token + " is not a " + type.getSimpleName());
        try {
            thing.close();
        } catch (Exception failed) {
            wrong.addSuppressed(failed);
        }
        throw wrong;
    }
}
