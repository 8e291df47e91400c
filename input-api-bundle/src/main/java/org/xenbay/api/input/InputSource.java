// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.device.DeviceId;

/**
 * Something with keys, a pointer or a touch screen, whose input can go to guests. Register it as a service; the service
 * goes when the device does. It is read only while it is open, and belongs to its guest alone while it has one.
 */
@ConsumerType
public interface InputSource {

    /** @return what it is; constant */
    SourceInfo info();

    /**
     * A source that comes with a guest's device, such as the viewers of its screen, goes to the guest's keyboard of the same number by
     * itself. Rules and hot keys are not for it: its user is not who decides about other guests. An operator may still give it to
     * another one.
     *
     * @return the device it came with, constant; empty for a source of the host
     */
    default Optional<DeviceId> belongsTo() {
        return Optional.empty();
    }

    /**
     * Begins to read. At most one session is open at a time.
     *
     * @param sink told what happens
     * @return to be closed when it is no longer wanted
     * @throws IOException when the device cannot be read
     */
    Session open(Sink sink) throws IOException;

    /** A source that is being read. Methods may be called from any thread, and return at once. */
    @ConsumerType
    interface Session extends AutoCloseable {

        /**
         * A guest gets the input from now on, and nobody else on the host (an evdev device is grabbed).
         *
         * @param target the guest
         */
        void focus(InputTarget target);

        /** The host gets the input from now on; the source still tells its sink of it, so that hot keys work. */
        void returnToHost();

        /** Stops reading, and gives the device back to the host. The sink is not called any more, except by a call under way. */
        @Override
        void close();
    }

    /** Where a source puts its input. */
    @ProviderType
    interface Sink {

        /**
         * Something happened. Called by one thread at a time; returns at once.
         *
         * @param events what happened at one moment, in order
         */
        void frame(List<InputEvent> events);

        /**
         * Everything that was held down is not held any more, as when a viewer leaves or a device goes.
         *
         * @param why for an operator
         */
        void releaseAll(String why);

        /**
         * Says whether Caps Lock is on in the guest that has the input, as far as the keys say that this connection of the
         * guest's driver was told. For sources that know characters, and press the Shift that they need.
         *
         * @return false also where it is not known
         */
        default boolean isCapsLocked() {
            return false;
        }
    }
}
