// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;

/** Listeners for changes of devices. An exception of a listener must not stop the device that has changed. */
final class DeviceListeners {

    private static final Logger LOG = System.getLogger(DeviceListeners.class.getName());

    private final List<Consumer<DeviceEvent>> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param listener called until it throws an exception
     * @return ends the registration when run
     */
    Runnable add(Consumer<DeviceEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void tell(DeviceEvent event) {
        for (Consumer<DeviceEvent> listener : listeners) {
            try {
                listener.accept(event);
            } catch (RuntimeException failed) {
                LOG.log(Level.WARNING, "a listener failed and is not called any more", failed);
                listeners.remove(listener);
            }
        }
    }
}
