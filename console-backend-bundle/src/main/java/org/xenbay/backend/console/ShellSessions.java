// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.backend.console.command.ConsoleAttachment;
import org.xenbay.backend.console.flow.Console;

/** The sessions of shells at one console, which is attachable while it is connected. From any thread. */
final class ShellSessions {

    private final DeviceContext device;

    @GuardedBy("this")
    private final Set<ShellSession> sessions = new HashSet<>();
    /** Null while the console is not connected. */
    @GuardedBy("this")
    private @Nullable Console attachable;

    ShellSessions(DeviceContext device) {
        this.device = device;
    }

    /** The console is connected. */
    synchronized void open(Console console) {
        attachable = console;
    }

    synchronized boolean isOpen() {
        return attachable != null;
    }

    /** @return empty when the console is not connected */
    synchronized Optional<ConsoleAttachment.Session> attach(Consumer<ByteBuffer> output, Runnable ended) {
        if (attachable == null) {
            return Optional.empty();
        }
        ShellSession session = new ShellSession(attachable, device, output, ended, this::left);
        sessions.add(session);
        device.execute(session::start);
        return Optional.of(session);
    }

    private synchronized void left(ShellSession session) {
        sessions.remove(session);
    }

    /** On the device's executor: the console is not connected any more. */
    void end() {
        List<ShellSession> ending;
        synchronized (this) {
            attachable = null;
            ending = List.copyOf(sessions);
            sessions.clear();
        }
        ending.forEach(ShellSession::end);
    }
}
