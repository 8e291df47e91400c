// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.Map;
import java.util.Objects;

/**
 * What a handler gives to its successor.
 *
 * @param version version of the format of {@code state}, chosen by the backend; a successor refuses an unknown one
 * @param state the handler's state, in the backend's own format
 * @param resources open resources of the host for the successor, by name. Their types are the JDK's or the API's, because the
 *     backend's own classes are unloaded with it. The core closes them if no successor takes them
 */
public record Parked(int version, byte[] state, Map<String, AutoCloseable> resources) {

    /** Copies its parts. */
    public Parked {
        state = Objects.requireNonNull(state, "state").clone();
        resources = Map.copyOf(resources);
    }

    /**
     * @param version version of the state's format
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
