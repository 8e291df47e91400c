// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;

/** Attaches the backend's command to a console, in addition to the console's other readers. */
public interface ConsoleAttachment {

    /** @return the consoles that can be attached now */
    List<DeviceId> consoles();

    /**
     * Attaches to a console. The reader first gets the output that the console has kept.
     *
     * @param id a console
     * @param output receives the guest's output, in order, on the device's executor; must not block
     * @param ended runs once when the console goes away
     * @return the attached reader
     * @throws IllegalArgumentException when there is no such console
     */
    Session attach(DeviceId id, Consumer<ByteBuffer> output, Runnable ended);

    /** An attached reader. */
    interface Session extends AutoCloseable {

        /**
         * Types into the console. From any thread; returns at once. Bytes for which the guest has no room yet are queued.
         *
         * @param input the bytes
         * @return number of bytes taken; fewer than given when the queue is full
         */
        int type(ByteBuffer input);

        /** Leaves the console. */
        @Override
        void close();
    }
}
