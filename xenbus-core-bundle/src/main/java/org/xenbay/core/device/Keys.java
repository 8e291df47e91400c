// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.api.device.Publication;
import org.xenbay.api.xen.Author;

/** The nodes that a handler publishes in one call, on the thread of that call. */
final class Keys implements Publication {

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Thread thread = Thread.currentThread();
    private boolean ended;

    @Override
    public Publication put(String key, String value) {
        if (Thread.currentThread() != thread || ended) {
            throw new IllegalStateException("key " + key + " was put when its init was over, or on another thread, "
                    + Thread.currentThread().getName() + Author.here());
        }
        if (key == null || value == null) {
            throw new IllegalStateException("key " + key + " was put with value " + value + Author.here());
        }
        values.put(key, value);
        return this;
    }

    /** @return the nodes; no more can be put */
    Map<String, String> end() {
        ended = true;
        return values;
    }
}
