// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import java.util.List;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.host.Keeper;

/** A backend's bundle, as a test puts it together. */
public interface Backend {

    /** Another process begins: what a process has of its own, this one has anew. */
    default void begin() {}

    /** @return the types of devices it serves */
    List<String> types();

    /**
     * Another version of it starts, in the same process or in a new one.
     *
     * @param life of the process; what the backend is given of the host goes through {@link Life#mortal}, and stores to
     *     memory that outlasts the process call {@link Life#step}
     * @return its service
     */
    XenDevOps start(Life life);

    /**
     * A version ends: its service has gone, or its process.
     *
     * @param version what {@link #start} gave
     */
    default void stop(XenDevOps version) {}

    /**
     * Gives what processes leave to one another.
     *
     * @return the service of the process that began last, not yet made mortal; null for none
     */
    default Keeper keeper() {
        return null;
    }
}
