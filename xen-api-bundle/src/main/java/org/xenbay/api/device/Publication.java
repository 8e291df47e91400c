// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The backend's keys that become visible together with state InitWait. Valid during the call that received it, on that call's
 * thread; otherwise IllegalStateException.
 */
@ProviderType
public interface Publication {

    /**
     * @param key path relative to the backend's directory
     * @param value its value
     * @return this
     */
    Publication put(String key, String value);

    /**
     * @param key path relative to the backend's directory
     * @param value its value, written in decimal
     * @return this
     */
    default Publication put(String key, long value) {
        return put(key, Long.toString(value));
    }

    /**
     * Publishes a capability as {@code 1} or {@code 0}.
     *
     * @param key for example {@code feature-abs-pointer}
     * @param value whether the backend has it
     * @return this
     */
    default Publication feature(String key, boolean value) {
        return put(key, value ? "1" : "0");
    }
}
