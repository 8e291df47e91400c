// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.util.List;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.host.DescriptorStore;

/** A backend's bundle, as a test puts it together. */
public interface Backend {

    /** Another process begins: what a process has of its own, this one has anew. */
    default void begin() {}

    /** @return the types of devices it serves */
    List<String> types();

    /**
     * Another version of it starts, in the same process or in a new one.
     *
     * @param crashPoints of the process; what the backend is given of the host goes through {@link CrashPoints#withCrashPoints}, and stores to
     *     memory that outlasts the process call {@link CrashPoints#step}
     * @return its service
     */
    XenDevOps start(CrashPoints crashPoints);

    /**
     * A version ends: its service has gone, or its process.
     *
     * @param version what {@link #start} gave
     */
    default void stop(XenDevOps version) {}

    /**
     * Gives what processes leave to one another.
     *
     * @return the service of the process that began last, without crash points yet; null for none
     */
    default DescriptorStore descriptorStore() {
        return null;
    }
}
