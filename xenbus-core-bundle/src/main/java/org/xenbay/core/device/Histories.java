// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.List;
import java.util.Optional;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.HistoryView;

/** The last minutes of all devices, which survive this process. From any thread. */
public interface Histories {

    /** For a core that keeps none. */
    Histories NONE = new Histories() {
        @Override
        public CoreHistory of(DeviceId id) {
            return CoreHistory.NONE;
        }

        @Override
        public void ended(DeviceId id) {
            // none is kept
        }

        @Override
        public List<HistoryView> views() {
            return List.of();
        }

        @Override
        public Optional<HistoryView> view(DeviceId id) {
            return Optional.empty();
        }
    };

    /**
     * @param id a device that appears
     * @return its history, which continues the one of an earlier device or process of the same id; it keeps nothing where there is no room
     */
    CoreHistory of(DeviceId id);

    /** @param id a device that is gone: its history is kept until its room is needed */
    void ended(DeviceId id);

    /** The devices of an earlier process that have not appeared since are gone. */
    default void settle() {
        // where nothing outlasts a process, no device is of an earlier one
    }

    /** @return the histories of all devices, in the order of their ids */
    List<HistoryView> views();

    /**
     * @param id a device
     * @return its history; empty when none is kept
     */
    Optional<HistoryView> view(DeviceId id);
}
