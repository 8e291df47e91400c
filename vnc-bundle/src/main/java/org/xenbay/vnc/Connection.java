// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.StreamSocket;

/** A viewer's connection in the clear. One thread reads and one writes; it is ended by any. */
interface Connection {

    /** @return what the viewer sends and gets */
    Wire wire();

    /** @return where the viewer comes from: an address, or a word for all that come by a UNIX socket */
    String peer();

    /** @return what can outlast this process; null when the connection cannot */
    default @Nullable StreamSocket socket() {
        return null;
    }

    /**
     * From now on what is read is a viewer's messages, and stays in the kernel until {@link #taken}. What is written is noted before
     * its first byte is sent.
     *
     * @param notes of the viewer
     */
    default void holdMessages(ViewerNotes notes) {}

    /**
     * The message that was read is done.
     *
     * @throws IOException when the connection is broken
     */
    default void taken() throws IOException {}

    /** All that was written was sent, and noted; what is written next is another message. */
    default void sent() {}

    /**
     * Waits until the viewer has taken most of what was sent.
     *
     * @throws IOException when the connection is broken, or {@link #stopWaiting} ends the wait
     */
    default void awaitWritable() throws IOException {}

    /** Ends waits for the viewer's messages, and those of {@link #awaitWritable}. */
    default void stopWaiting() {}

    /** Disconnects. */
    void close();
}
