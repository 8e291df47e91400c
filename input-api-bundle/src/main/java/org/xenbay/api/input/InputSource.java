// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.device.DeviceId;

/**
 * A keyboard, pointer, touch screen or similar source of input for guests. Register it as a service, and unregister it when the
 * device goes away. It is read only while it is open. While a guest has it, only that guest gets its input.
 */
@ConsumerType
public interface InputSource {

    /** @return the description of this source; constant */
    SourceInfo info();

    /**
     * Returns the device that this source belongs to. A source that comes with a guest's device, such as the viewers of its
     * screen, is assigned automatically to the guest's keyboard of the same number. Rules and hot keys do not apply to it,
     * because its user must not decide about other guests. An operator may still assign it to another guest.
     *
     * @return the device, constant; empty for a source of the host
     */
    default Optional<DeviceId> belongsTo() {
        return Optional.empty();
    }

    /**
     * Begins to read. At most one session is open at a time.
     *
     * @param sink receives the events
     * @return the session, to be closed when it is no longer needed
     * @throws IOException when the device cannot be read
     */
    Session open(Sink sink) throws IOException;

    /** A source that is being read. Methods may be called from any thread, and return at once. */
    @ConsumerType
    interface Session extends AutoCloseable {

        /**
         * From now on only this guest gets the input, and no program of the host (an evdev device is grabbed).
         *
         * @param target the guest
         */
        void focus(InputTarget target);

        /** The host gets the input from now on; the sink still receives it, so that hot keys work. */
        void returnToHost();

        /** Stops reading, and returns the device to the host. The sink is not called any more, except by a call under way. */
        @Override
        void close();
    }

    /** Where a source puts its input. */
    @ProviderType
    interface Sink {

        /**
         * Receives a frame. Called by one thread at a time; returns at once.
         *
         * @param events events of one moment, in order
         */
        void frame(List<InputEvent> events);

        /**
         * All keys and buttons count as released, because a viewer has left or a device is gone.
         *
         * @param why the reason, for an operator
         */
        void releaseAll(String why);

        /**
         * Tells whether Caps Lock is on in the guest that has the input, computed from the keys that were sent on this
         * connection. For sources that know characters instead of keys, and press Shift where a character needs it.
         *
         * @return whether it is on; false if unknown
         */
        default boolean isCapsLocked() {
            return false;
        }
    }
}
