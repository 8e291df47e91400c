// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.host.DescriptorStore;

/** A backend's bundle, as a test makes it. */
public interface Backend {

    /** Another process begins: makes new instances of all that belongs to a process. */
    default void begin() {}

    /** @return the types of devices it serves */
    List<String> types();

    /**
     * Starts another version, in the same process or in a new one.
     *
     * @param crashPoints of the process; services of the host for the backend go through {@link
     *     CrashPoints#withCrashPoints}. Stores to persistent memory are steps by themselves, as the device's context says when
     *     they commit
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
     * Gives the store through which processes hand descriptors over.
     *
     * @return the service of the process that began last, without crash points yet, if there is one
     */
    default @Nullable DescriptorStore descriptorStore() {
        return null;
    }
}
