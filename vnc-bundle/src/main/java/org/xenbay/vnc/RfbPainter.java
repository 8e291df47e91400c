// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.thread.DaemonThreads;

/** Sends the screen to one viewer, when the viewer has asked for it and the screen has changed, on a thread of its own. */
final class RfbPainter {

    private static final System.Logger LOG = System.getLogger(RfbPainter.class.getName());

    private final Connection connection;
    private final OutputStream out;
    private final Painting painting;
    private final Requests requests;
    private final Runnable onEnd;
    private final Thread thread = DaemonThreads.of("xenbay-vnc-painter", this::run);

    /**
     * @param connection has room for what is sent, or not
     * @param out the viewer's end of it, perhaps encrypted
     * @param onEnd called when the viewer takes nothing any more
     */
    RfbPainter(Connection connection, OutputStream out, Painting painting, Requests requests, Runnable onEnd) {
        this.connection = connection;
        this.out = out;
        this.painting = painting;
        this.requests = requests;
        this.onEnd = onEnd;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (painting) {
            for (Requests.Turn turn = next(); turn != null; turn = next()) {
                take(turn);
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a viewer takes no picture any more: {0}", gone.toString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            onEnd.run();
        }
    }

    /** Begins nothing while the viewer takes nothing: a kill in the middle of an update disconnects it. */
    private Requests.@Nullable Turn next() throws IOException, InterruptedException {
        connection.awaitWritable();
        return requests.next();
    }

    private void take(Requests.Turn turn) throws IOException {
        for (byte[] message : turn.messages()) {
            out.write(message);
        }
        if (turn.mayUpdate()) {
            boolean updated = painting.update(turn, out);
            if (painting.isStale()) {
                requests.changed();
            }
            if (requests.painted(turn, updated)) {
                out.write(Fence.AFTER_UPDATE);
            }
        }
        out.flush();
        painting.note();
        requests.done();
        connection.sent();
    }

    /** @return whether it ends in time */
    boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }
}
