// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;

/** Attaches the backend's command to a console, beside its other readers. */
public interface ConsoleAttachment {

    /** @return the consoles that can be attached to now */
    List<DeviceId> consoles();

    /**
     * Attaches to a console. The reader first gets the output that the console has kept.
     *
     * @param id a console
     * @param output gets what the guest writes, in order, on the device's executor; must not block
     * @param ended runs once when the console goes away
     * @return the attached reader
     * @throws IllegalArgumentException when there is no such console
     */
    Session attach(DeviceId id, Consumer<ByteBuffer> output, Runnable ended);

    /** An attached reader. */
    interface Session extends AutoCloseable {

        /**
         * Types into the console. From any thread; returns at once, what the guest has no room for yet is queued.
         *
         * @param input the bytes
         * @return how many were taken; fewer than given when too much is queued already
         */
        int type(ByteBuffer input);

        /** Leaves the console. */
        @Override
        void close();
    }
}
