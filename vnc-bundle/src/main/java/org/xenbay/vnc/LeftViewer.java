// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.host.StreamSocket;

/**
 * A viewer of a predecessor, with which nobody has continued yet.
 *
 * @param journal its notes
 * @param socket its connection; null when that is not there any more
 * @param trouble why it is not there
 */
record LeftViewer(ViewerJournal journal, @Nullable StreamSocket socket, String trouble) {

    /** A viewer, how it has shown that it may look, and how far a predecessor has come with it. */
    record Readable(StreamSocket socket, Admission admission, ViewerState state) {}

    /**
     * @param screen what is shown now
     * @throws IOException when the viewer cannot be continued with; the message says why
     */
    Readable read(String screen) throws IOException {
        StreamSocket present = socket;
        if (present == null) {
            throw new IOException(trouble);
        }
        Admission admission = journal.admission(screen);
        if (journal.isTorn()) {
            throw new IOException("a part of a message was under way when its process ended");
        }
        return new Readable(present, admission, journal.state());
    }

    /** Disconnects it. */
    void end() {
        journal.end();
        if (socket != null) {
            socket.close();
        }
    }
}
