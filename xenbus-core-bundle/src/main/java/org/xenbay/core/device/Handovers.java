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
 * What one run of the core leaves to the next: the state of devices whose frontends stay Connected meanwhile. From any
 * device's executor.
 */
public interface Handovers {

    /** Of a core that leaves nothing. */
    Handovers NONE = new None();

    /** @return whether anything can be left; otherwise handlers are disconnected, not parked, when the core stops */
    boolean isOpen();

    /**
     * Leaves a device's state to the next run.
     *
     * @param id the device
     * @param parkedAt since when nobody serves it
     * @param parameters what its frontend had published, by which the next run knows the connection again
     * @param parked its handler's state; what of its resources can be kept is, the rest is closed
     * @return whether it is left; if not, all is still the caller's
     */
    boolean leave(DeviceId id, Instant parkedAt, Map<String, String> parameters, Parked parked);

    /**
     * Leaves word that a device's connection cannot go on: the next run closes the device, and says why.
     *
     * @param id the device
     * @param why not
     */
    default void refuse(DeviceId id, String why) {}

    /**
     * @param id a device
     * @return the parameters of the connection that the last run left; empty when it left none
     * @throws org.xenbay.api.device.RefusedStateException when what it left cannot be read
     */
    Optional<Map<String, String>> left(DeviceId id);

    /**
     * @param id a device of which something was left
     * @return since when nobody serves it
     */
    Instant leftAt(DeviceId id);

    /**
     * @param id a device of which something was left
     * @return ready, or what {@link #take} has to wait for
     */
    Readiness ready(DeviceId id);

    /**
     * @param id a device of which something was left
     * @return its state and live resources; once
     * @throws IOException when one of them is not there any more
     */
    Parked take(DeviceId id) throws IOException;

    /** The device is not the one of which something was left: that is closed. */
    void drop(DeviceId id);

    /** Leaves and finds nothing. */
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
            // there is nothing
        }
    }
}
