// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.function.Consumer;

/**
 * Closes several things, each whatever became of those before it. What they throw is thrown when all are closed: the first, with
 * the others suppressed in it.
 */
public final class CloseAll {

    private RuntimeException first;

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
     * @param things several
     * @param closing closes one of them
     * @param <T> what they are
     * @return this
     */
    public <T> CloseAll then(Iterable<T> things, Consumer<? super T> closing) {
        things.forEach(thing -> then(() -> closing.accept(thing)));
        return this;
    }

    /** Throws what was thrown. */
    public void finish() {
        if (first != null) {
            throw first;
        }
    }
}
