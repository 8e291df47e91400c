// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.Map;
import java.util.Objects;

/**
 * What a handler gives to its successor.
 *
 * @param version version of {@code state}'s form, chosen by the backend; a successor refuses one it does not know
 * @param state the handler's state, in a form of the backend's own; private to its type
 * @param resources live things of the host that outlast the code, by name: types of the JDK or of the API only, as the
 *     backend's own classes go with it. Closed by the core if no successor takes them
 */
public record Parked(int version, byte[] state, Map<String, AutoCloseable> resources) {

    /** Copies its parts. */
    public Parked {
        state = Objects.requireNonNull(state, "state").clone();
        resources = Map.copyOf(resources);
    }

    /**
     * @param version version of the state's form
     * @param state the handler's state
     */
    public Parked(int version, byte[] state) {
        this(version, state, Map.of());
    }

    /** @return number of bytes of the state */
    public int size() {
        return state.length;
    }

    @Override
    public byte[] state() {
        return state.clone();
    }

    @Override
    public String toString() {
        return "Parked[version " + version + ", " + state.length + " bytes, " + resources.keySet() + "]";
    }
}
