// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.api.screen.VncServers.Address;
import org.xenbay.api.socket.LocalSocket;
import org.xenbay.vnc.keys.Keysyms;

/**
 * Shows one device's screen at a UNIX socket, and at a port when the toolstack wants it. The screen may go and come again; viewers
 * stay. From any thread.
 */
final class ScreenServer implements Display, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ScreenServer.class.getName());

    private final DeviceId device;
    private final String name;
    private final VncRequest request;
    private final ScreenInput input;
    private final RfbServer server;
    private final Set<ScreenLook> looks = ConcurrentHashMap.newKeySet();
    private final String socket;
    private final List<String> troubles = new ArrayList<>();
    private final @Nullable TcpPort port;
    private final Supplier<TlsPolicy> tls;

    /** Null when viewers end with this process. */
    private final @Nullable ScreenKeep keep;

    /** Null while the backend's code is replaced. */
    private volatile @Nullable GuestScreen screen;

    /** What an operator has set; gives null when the toolstack's counts. */
    private final Supplier<@Nullable String> operators;

    /**
     * Continues with the viewers of a predecessor, and listens. What fails of that is {@link #address}'s trouble.
     *
     * @param socket where; null when there is no folder for it
     * @param operators gives the password that an operator has set; null for the toolstack's
     * @param tls gives the current certificate
     * @param clock nanoseconds since any moment
     * @param keep keeps viewers over this process's end, and has those of a predecessor; null when none are kept
     */
    ScreenServer(
            GuestScreen first,
            @Nullable Path socket,
            Supplier<@Nullable String> operators,
            Keysyms keysyms,
            Supplier<TlsPolicy> tls,
            LongSupplier clock,
            @Nullable ScreenKeep keep) {
        this.tls = tls;
        this.keep = keep;
        this.operators = operators;
        this.device = first.device();
        this.name = first.domainName();
        this.request = first.vnc();
        this.screen = first;
        this.input = new ScreenInput(device, name);
        this.server = new RfbServer(this, keysyms, clock, RfbServer.threads(), keep);
        resumeViewers();
        this.socket = listenLocally(socket) ? String.valueOf(socket) : "";
        this.port = request.isWanted() ? openPort(new TcpSecurity(this::password, tls, clock)) : null;
    }

    private void resumeViewers() {
        ScreenKeep from = keep;
        if (from == null) {
            return;
        }
        for (LeftViewer each : from.left()) {
            input.releaseLater(each.journal().keysDown());
            try {
                resume(each, each.read(from.screen()));
            } catch (IOException refused) {
                LOG.log(
                        Level.WARNING,
                        "{0}: a viewer of the last process is disconnected: {1}",
                        device,
                        String.valueOf(refused.getMessage()).replaceAll("[^ -~]", "?"));
                each.end();
            }
        }
    }

    private void resume(LeftViewer viewer, LeftViewer.Readable from) throws IOException {
        boolean local = from.admission() == Admission.LOCAL;
        if (!local && tls.get().only()) {
            throw new IOException("this host accepts only TLS now");
        }
        if (from.admission() == Admission.WITHOUT_PASSWORD && password() != null) {
            throw new IOException("it has not given a password, which is asked for now");
        }
        viewer.journal().allReleased();
        server.resume(new KeptConnection(from.socket()), from.state(), viewer.journal());
    }

    private boolean listenLocally(@Nullable Path path) {
        try {
            if (path == null) {
                throw new IOException("there is no folder for a socket");
            }
            LocalSocket local = LocalSocket.listen(path, LocalSocket.Access.OWNER);
            server.listen(path, new RfbAddress.Listening(local.channel(), local::close), Security.OPEN);
            return true;
        } catch (IOException | IllegalArgumentException failed) {
            trouble(failed);
            return false;
        }
    }

    private @Nullable TcpPort openPort(Security security) {
        try {
            TcpPort open = TcpPort.open(request);
            server.listen(open, open.listening(), security);
            if (open.isOpenToOthers() && password() == null) {
                LOG.log(Level.WARNING, "{0}: whoever reaches {1} sees the screen, without a password", device, open);
            }
            return open;
        } catch (IOException | IllegalArgumentException failed) {
            trouble(failed);
            return null;
        }
    }

    private void trouble(Exception failed) {
        String why = String.valueOf(failed.getMessage());
        troubles.add(why);
        LOG.log(Level.WARNING, "{0}: viewers cannot connect as they should: {1}", device, why);
    }

    DeviceId device() {
        return device;
    }

    ScreenInput input() {
        return input;
    }

    /** @return whether a screen can be shown here: viewers connect where it wants them */
    boolean fits(GuestScreen other) {
        VncRequest wanted = other.vnc();
        return other.domainName().equals(name)
                && wanted.isWanted() == request.isWanted()
                && wanted.listen().equals(request.listen())
                && wanted.display() == request.display()
                && wanted.isNextFree() == request.isNextFree();
    }

    /** Shows a screen in the place of the one before; null for none until another comes. */
    void show(@Nullable GuestScreen now) {
        screen = now;
        looks.forEach(ScreenLook::screenChanged);
    }

    boolean isOf(GuestScreen other) {
        return screen == other;
    }

    boolean isWithoutScreen() {
        return screen == null;
    }

    /** @return whether this server waits in the way of another domain's screen, or for one that has gone */
    boolean givesWayTo(GuestScreen other) {
        boolean rebooted = other.domainName().equals(name) && other.device().domain() != device.domain();
        return isWithoutScreen() && (rebooted || port != null && port.isNeededBy(other.vnc()));
    }

    void setKeysyms(Keysyms keysyms) {
        server.setKeysyms(keysyms);
    }

    /** @return null when viewers need none */
    private @Nullable String password() {
        String set = operators.get();
        GuestScreen now = screen;
        if (set == null) {
            set = (now == null ? request : now.vnc()).password().orElse("");
        }
        return set.isEmpty() ? null : set;
    }

    Address address() {
        return new Address(
                device,
                socket,
                port == null ? "" : port.host(),
                port == null ? 0 : port.port(),
                server.viewers(),
                String.join("; ", troubles));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Look look(Runnable changed) {
        ScreenLook[] self = new ScreenLook[1];
        ScreenLook look = new ScreenLook(() -> screen, name, changed, () -> looks.remove(self[0]));
        self[0] = look;
        looks.add(look);
        return look;
    }

    @Override
    public void happened(List<InputEvent> frame) {
        input.happened(frame);
    }

    @Override
    public boolean isCapsLocked() {
        return input.isCapsLocked();
    }

    /** Begins to leave viewers to a successor; {@link #leave} follows. */
    void stop() {
        server.stop();
    }

    /**
     * Ends; viewers that are kept stay connected, and a successor continues with them.
     *
     * @param until how long a viewer has for the rest of an update, in {@link System#nanoTime}
     */
    void leave(long until) {
        server.leave(until);
    }

    /** Disconnects the viewers. */
    @Override
    public void close() {
        server.close();
        if (keep != null) {
            keep.end();
        }
    }
}
