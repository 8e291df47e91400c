// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;

/** What the backend does for its command, which takes part in a console beside its other readers. */
public interface ConsoleAttachment {

    /** @return the consoles that can be attached to now */
    List<DeviceId> consoles();

    /**
     * Joins a console. The reader is first given what the console kept.
     *
     * @param id a console
     * @param output given what the guest writes, in order, on the device's executor; must not block
     * @param ended run once when the console goes away
     * @return this reader's part in it
     * @throws IllegalArgumentException when there is no such console
     */
    Session attach(DeviceId id, Consumer<ByteBuffer> output, Runnable ended);

    /** One reader's part in a console. */
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
