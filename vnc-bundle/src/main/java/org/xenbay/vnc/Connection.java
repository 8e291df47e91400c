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

    /**
     * Takes the connection over, so that it can outlast this process. All that was written is sent, and nothing was read that was not
     * used. From then on what is read is a viewer's messages, and stays in the kernel until {@link #taken}.
     *
     * @return what outlasts this process; null when nothing does
     */
    default @Nullable StreamSocket keep() {
        return null;
    }

    /** What is written from now on is noted before its first byte is sent. */
    default void note(ViewerNotes notes) {}

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

    /**
     * Leaves a connection that was kept to a successor. Nobody reads or writes it any more.
     *
     * @throws IOException when that is not possible
     */
    default void detach() throws IOException {
        throw new IOException("the connection ends with this process");
    }

    /** Disconnects. */
    void close();
}
