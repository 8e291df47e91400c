// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Closes several objects, each even if closing an earlier one has failed. When all are closed, the first exception is thrown,
 * with the others suppressed in it.
 */
public final class CloseAll {

    private @Nullable RuntimeException first;

    /**
     * @param closing closes one thing
     * @return this
     */
    public CloseAll then(Runnable closing) {
        try {
            closing.run();
        } catch (RuntimeException failed) {
            if (first == null) {
                first = failed;
            } else {
                first.addSuppressed(failed);
            }
        }
        return this;
    }

    /**
     * @param things the objects
     * @param closing closes one of them
     * @param <T> their type
     * @return this
     */
    public <T> CloseAll then(Iterable<T> things, Consumer<? super T> closing) {
        things.forEach(thing -> then(() -> closing.accept(thing)));
        return this;
    }

    /** Throws the first exception, if there was one. */
    public void finish() {
        if (first != null) {
            throw first;
        }
    }
}
