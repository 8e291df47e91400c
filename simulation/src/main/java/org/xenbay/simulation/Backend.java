// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.host.DescriptorStore;

/** Starts and ends versions of a backend's bundle for a test. */
public interface Backend {

    /** Another process begins: makes new instances of all objects that belong to a process. */
    default void begin() {}

    /** @return the types of devices it serves */
    List<String> types();

    /**
     * Starts another version, in the same process or in a new one.
     *
     * @param crashPoints of the process; services of the host for the backend go through {@link CrashPoints#withCrashPoints}.
     *     Stores to persistent memory are steps automatically, because the device's context reports their commits
     * @return its service
     */
    XenDevOps start(CrashPoints crashPoints);

    /**
     * Ends a version, after its service or its process has ended.
     *
     * @param version the result of {@link #start}
     */
    default void stop(XenDevOps version) {}

    /**
     * Returns the store through which processes hand descriptors over.
     *
     * @return the service of the latest process, without crash points yet; null if there is none
     */
    default @Nullable DescriptorStore descriptorStore() {
        return null;
    }
}
