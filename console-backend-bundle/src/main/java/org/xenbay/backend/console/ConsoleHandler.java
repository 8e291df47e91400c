// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.BadNodeException;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.socket.HostShortage;
import org.xenbay.backend.console.command.ConsoleAttachment;
import org.xenbay.backend.console.endpoint.PtyEndpoint;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.flow.ConsolePage;
import org.xenbay.backend.console.flow.GuestRings;
import org.xenbay.backend.console.handover.OutputJournal;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.handover.Readers;

/**
 * The handler of one console.
 *
 * <p>It makes the terminal and the socket in init, before the frontend connects: libxl waits for the primary console's {@code
 * tty}, and programs connect to a channel's socket as soon as the guest is created. While the host offers no pseudo terminals,
 * a secondary console waits for them, so that {@code tty} exists when the console is Connected. The primary console does not
 * wait and gets its terminal later: its guest writes in any case, and stops when its ring is not drained. Readers stay
 * connected when the service of pseudo terminals leaves.
 */
final class ConsoleHandler implements DeviceHandler {

    /** Delay before a console is tried again for which the host had no descriptor. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final DeviceContext device;
    private final ConsoleOpener opener;
    private final Consumer<ConsoleHandler> onClose;
    private final boolean primary;
    private final GuestConnection guest;
    private final ShellSessions sessions;
    private @Nullable Opened opened;

    /** A console, and the last reading of its nodes. */
    private record Opened(Console console, ConsoleNodes nodes) {}

    ConsoleHandler(DeviceContext device, ConsoleOpener opener, Consumer<ConsoleHandler> onClose) {
        this.device = device;
        this.opener = opener;
        this.onClose = onClose;
        this.primary = device.id().device() == 0;
        this.guest = new GuestConnection(device, primary);
        this.sessions = new ShellSessions(device);
    }

    @Override
    public Handshake handshake() {
        return primary ? Handshake.NONE : Handshake.STATES;
    }

    @Override
    public Readiness init(Publication keys) throws IOException {
        Readiness accepted = accept();
        if (accepted != Readiness.ready()) {
            return accepted;
        }
        ConsoleNodes nodes = ConsoleNodes.read(device);
        if (opened != null) {
            opened = new Opened(opened.console(), nodes);
            return Readiness.ready();
        }
        return openWithTerminal(nodes);
    }

    /** @return ready when the console is this backend's */
    private Readiness accept() {
        Readiness accepted = ConsoleNodes.accept(device, opener.config());
        if (accepted != Readiness.ready()) {
            endConsole();
        }
        return accepted;
    }

    private Readiness openWithTerminal(ConsoleNodes nodes) throws IOException {
        if (opener.hasTerminal(nodes) && !primary && opener.terminals().get().isEmpty()) {
            return Readiness.waitFor(Side.HOST, "a service that makes pseudo terminals (org.xenbay.nativexen)");
        }
        try {
            opened = new Opened(opener.open(device, nodes), nodes);
            return Readiness.ready();
        } catch (IOException failed) {
            return waitForDescriptor(failed);
        }
    }

    /** Waits when the host has no descriptor left, because it may have one in a second. */
    private Readiness waitForDescriptor(IOException failed) throws IOException {
        if (!HostShortage.is(failed)) {
            throw failed;
        }
        device.schedule(RETRY, device::recheck);
        return Readiness.waitFor(Side.HOST, "a descriptor for its terminal or socket: " + failed.getMessage());
    }

    /** Takes over the terminal and the socket together with an existing connection. */
    @Override
    public Readiness connect(DeviceLink link, Origin origin) throws IOException {
        Readiness ready = origin == Origin.fresh() ? Readiness.ready() : accept();
        ready = ready == Readiness.ready() ? guest.published(link) : ready;
        if (ready != Readiness.ready()) {
            return ready;
        } else if (origin instanceof Origin.Resumed resumed) {
            return resume(link, resumed);
        }
        try {
            return origin == Origin.adopted() ? adopt(link) : connectFresh(link);
        } catch (IOException | RuntimeException failed) {
            endConsole();
            throw failed;
        }
    }

    private Readiness connectFresh(DeviceLink link) throws IOException {
        Opened present = opened;
        try {
            if (present == null) {
                ConsoleNodes nodes = ConsoleNodes.read(device);
                present = new Opened(opener.open(device, nodes), nodes);
                opened = present;
            }
        } catch (IOException failed) {
            return waitForDescriptor(failed);
        }
        return join(link, present.console());
    }

    private Readiness adopt(DeviceLink link) throws IOException {
        ConsoleNodes nodes = ConsoleNodes.read(device);
        Optional<OutputJournal> left = journalOf(link, nodes);
        if (left.isEmpty()) {
            return connectFresh(link);
        }
        int takenUpTo = left.get().takenUpTo();
        Optional<Console> inherited = opener.inherit(device, nodes, left.get());
        if (inherited.isEmpty()) {
            return Readiness.waitFor(Side.HOST, "the service that kept its terminal (org.xenbay.nativexen)");
        }
        opened = new Opened(inherited.get(), nodes);
        return join(link, inherited.get(), takenUpTo);
    }

    /** Reads the nodes first: when they are wrong, no parked resource may be taken. */
    private Readiness resume(DeviceLink link, Origin.Resumed resumed) throws IOException {
        ConsoleNodes nodes = ConsoleNodes.read(device);
        ParkedConsole state = ParkedConsole.decode(resumed.parked());
        try {
            Console successor = opener.resume(device, nodes, state);
            opened = new Opened(successor, nodes);
            if (state.leftOver().containsKey(Readers.PTY)) {
                device.publishToFrontend(PtyEndpoint.TTY, "");
            }
            state.leftOver().forEach(this::closeLeftOver);
            return join(link, successor);
        } catch (IOException | RuntimeException failed) {
            device.publishToFrontend(PtyEndpoint.TTY, "");
            endConsole();
            throw failed;
        }
    }

    private void closeLeftOver(String name, AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failed) {
            device.log().info("what was parked as " + name + " did not close properly: " + failed);
        }
    }

    private Optional<OutputJournal> journalOf(DeviceLink link, ConsoleNodes nodes) {
        return opener.journals(device, nodes)
                .flatMap(both -> both.currentIf(journal -> journal.isLeft(link.fingerprint())));
    }

    private Readiness join(DeviceLink link, Console joined) {
        return join(link, joined, guest.open(link, joined::turn));
    }

    /**
     * @param takenUpTo the ring's index up to which a killed process has taken bytes; the ring may still have an older index
     */
    private Readiness join(DeviceLink link, Console joined, int takenUpTo) {
        GuestRings rings = guest.open(link, joined::turn);
        int missed = takenUpTo - rings.index();
        if (missed >= 0 && missed <= ConsolePage.OUT_SIZE) {
            rings.skip(missed);
        }
        return join(link, joined, rings);
    }

    private Readiness join(DeviceLink link, Console joined, GuestRings rings) {
        joined.begin(link.fingerprint(), rings);
        joined.connect(rings);
        sessions.open(joined);
        return Readiness.ready();
    }

    @Override
    public void frontendChanged(String node) {
        boolean typeMayDiffer = node.isEmpty() || node.equals("type");
        if (opened == null || !sessions.isOpen() || !typeMayDiffer || isTypeAsBefore(opened.nodes())) {
            return;
        }
        if (ConsoleNodes.accept(device, opener.config()) instanceof Readiness.Declined declined) {
            throw new BadNodeException("it is another program's now: " + declined.why());
        }
    }

    /**
     * A node {@code type} that is gone counts as unchanged: the guest ends, and the core closes the console. A type that
     * the configuration does not name any more is served as long as the console is connected.
     */
    private boolean isTypeAsBefore(ConsoleNodes nodes) {
        return device.frontend("type")
                .text("type")
                .filter(type -> !type.equals(nodes.type()))
                .isEmpty();
    }

    /** The configuration has changed. From any thread. */
    void configured() {
        device.execute(() -> {
            if (opened != null) {
                opener.configure(opened.console(), device, opened.nodes());
            }
        });
        device.recheck();
    }

    /** The host offers pseudo terminals now. From any thread. */
    void hostChanged() {
        device.execute(() -> {
            if (opened != null) {
                opened.console().hostChanged();
            }
        });
        device.recheck();
    }

    @Override
    public void disconnect() {
        sessions.end();
        if (opened != null) {
            try {
                opened.console().disconnect();
            } catch (CorruptRingException corrupt) {
                device.log().debug(() -> "its last output is lost: " + corrupt.getMessage());
            }
            endConsole();
        }
    }

    @Override
    public void close() {
        sessions.end();
        endConsole();
        onClose.accept(this);
    }

    private void endConsole() {
        Opened ending = opened;
        if (ending != null) {
            opened = null;
            ending.console().end();
        }
    }

    @Override
    public Optional<Parked> park() {
        if (opened == null) {
            return Optional.empty();
        }
        Parked parked = opened.console().park().encode();
        opened = null;
        sessions.end();
        return Optional.of(parked);
    }

    @Override
    public Map<String, String> details() {
        return opened == null ? Map.of() : opened.console().details();
    }

    @Override
    public Optional<String> trouble() {
        return opened == null ? Optional.empty() : opened.console().trouble();
    }

    /** From any thread. */
    boolean isAttachable() {
        return sessions.isOpen();
    }

    /** From any thread; empty when the console is not connected. */
    Optional<ConsoleAttachment.Session> attach(Consumer<ByteBuffer> output, Runnable ended) {
        return sessions.attach(output, ended);
    }
}
