// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Readiness;

/**
 * Hands devices over from one run of the core to the next: their states, while their frontends stay Connected. From any
 * device's executor.
 */
public interface Handovers {

    /** For a core that hands nothing over. */
    Handovers NONE = new None();

    /** @return whether devices can be handed over; otherwise handlers are disconnected, not parked, when the core stops */
    boolean isOpen();

    /**
     * Saves a device's state for the next run.
     *
     * @param id the device
     * @param parkedAt since when it is not served
     * @param parameters its frontend's parameters, by which the next run recognises the connection
     * @param parked its handler's state; resources that can be kept open are kept, the rest are closed
     * @return whether it is saved; if not, the caller still owns the state and its resources
     */
    boolean leave(DeviceId id, Instant parkedAt, Map<String, String> parameters, Parked parked);

    /**
     * Notes that a device's connection cannot be continued: the next run closes the device and says why.
     *
     * @param id the device
     * @param why not
     */
    default void refuse(DeviceId id, String why) {}

    /**
     * @param id a device
     * @return the parameters of the connection that the last run saved; empty when it saved none
     * @throws org.xenbay.api.device.RefusedStateException when the saved state cannot be read
     */
    Optional<Map<String, String>> left(DeviceId id);

    /**
     * @param id a device whose state was saved
     * @return since when it is not served
     */
    Instant leftAt(DeviceId id);

    /**
     * @param id a device whose state was saved
     * @return ready, or what has to happen before {@link #take}
     */
    Readiness ready(DeviceId id);

    /**
     * @param id a device whose state was saved
     * @return its state and open resources; only once
     * @throws IOException when one of the resources is gone
     */
    Parked take(DeviceId id) throws IOException;

    /** Closes what was saved, because the device is not the saved one. */
    void drop(DeviceId id);

    /** Saves and finds nothing. */
    final class None implements Handovers {
        private None() {}

        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public boolean leave(DeviceId id, Instant parkedAt, Map<String, String> parameters, Parked parked) {
            return false;
        }

        @Override
        public Optional<Map<String, String>> left(DeviceId id) {
            return Optional.empty();
        }

        @Override
        public Instant leftAt(DeviceId id) {
            return Instant.now();
        }

        @Override
        public Readiness ready(DeviceId id) {
            return Readiness.ready();
        }

        @Override
        public Parked take(DeviceId id) {
            throw new IllegalStateException("nothing was left of " + id);
        }

        @Override
        public void drop(DeviceId id) {
            // no state is saved
        }
    }
}
