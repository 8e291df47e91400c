// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One guest's device model: its sockets, and whether it runs. On the loop's thread. */
final class DeviceModel implements QmpSession.Machine, AutoCloseable {

    private final Request request;
    private final Runnable onQuit;
    private final List<QmpSocket> sockets = new ArrayList<>();
    private boolean running = true;
    private String answer = "";

    /** @param onQuit run when a client wants it to end */
    DeviceModel(Request request, Runnable onQuit) {
        this.request = request;
        this.onQuit = onQuit;
    }

    /** Listens on all sockets, or on none; {@link #answer} says how it went. */
    void open(EventLoop loop) {
        try {
            for (Path path : request.sockets()) {
                sockets.add(QmpSocket.listen(path, loop, this));
            }
            answer = Request.RUNNING;
        } catch (IOException | IllegalArgumentException failed) {
            close();
            answer = failed.getMessage();
        }
    }

    /** @return what its request is answered */
    String answer() {
        return answer;
    }

    boolean isServed() {
        return answer.equals(Request.RUNNING);
    }

    Request request() {
        return request;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** What a QEMU would stop are its emulated devices; there are none. The guest itself is paused by the hypervisor. */
    @Override
    public void setRunning(boolean value) {
        running = value;
    }

    @Override
    public void quit() {
        onQuit.run();
    }

    @Override
    public void close() {
        sockets.forEach(QmpSocket::close);
        sockets.clear();
    }
}
