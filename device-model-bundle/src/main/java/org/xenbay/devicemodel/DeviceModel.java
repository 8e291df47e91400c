// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One guest's device model: its sockets and its state. On the loop's thread. */
final class DeviceModel implements QmpSession.Machine, AutoCloseable {

    private final Request request;
    private final GuestScreens screens;
    private final Patience patience;
    private final Runnable onQuit;
    private final List<QmpSocket> sockets = new ArrayList<>();
    private boolean running = true;
    private String answer = "";
    private boolean told;
    /** Done when everything is ready that libxl requests next. */
    private CompletableFuture<Void> ready = new CompletableFuture<>();

    /** @param onQuit called when a client requests its end */
    DeviceModel(Request request, GuestScreens screens, Patience patience, Runnable onQuit) {
        this.request = request;
        this.screens = screens;
        this.patience = patience;
        this.onQuit = onQuit;
    }

    /** Listens on all sockets, or on none; {@link #answer} tells which. */
    void open(EventLoop loop) {
        try {
            for (Path path : request.sockets()) {
                sockets.add(QmpSocket.listen(path, loop, this));
            }
            answer = Request.RUNNING;
            ready = screens.awaited(patience.start());
        } catch (IOException | IllegalArgumentException failed) {
            close();
            answer = String.valueOf(failed.getMessage());
        }
    }

    /** @return the answer to its request */
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

    /**
     * Has no effect: QEMU would stop its emulated devices, but this device model has none. The hypervisor pauses the guest
     * itself.
     */
    @Override
    public void setRunning(boolean value) {
        running = value;
    }

    @Override
    public void quit() {
        onQuit.run();
    }

    @Override
    public CompletableFuture<Void> screen() {
        return screens.awaited(patience.answer());
    }

    @Override
    public Optional<String> missingScreen() {
        return screens.missing();
    }

    @Override
    public Optional<InetSocketAddress> vnc() {
        return screens.address();
    }

    @Override
    public boolean setVncPassword(String password) {
        return screens.setPassword(password);
    }

    /** @return done when libxl can be told to go on; never without sockets */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** @return whether libxl has been told that this device model runs */
    boolean isTold() {
        return told;
    }

    void setTold() {
        told = true;
    }

    @Override
    public void close() {
        screens.close();
        sockets.forEach(QmpSocket::close);
        sockets.clear();
    }
}
