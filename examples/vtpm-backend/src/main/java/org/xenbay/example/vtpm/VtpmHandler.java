// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.Readiness.Side;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.figure.Counter;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.example.vtpm.TpmMessage.Refusal;

/** One TPM device. Its guest sends one command at a time, which the TPM carries out on a thread that may block. */
final class VtpmHandler implements DeviceHandler {

    private static final String PROTOCOL = "feature-protocol-v2";
    /** Version of the parked state. */
    private static final int PARKED = 1;

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration SLOW = Duration.ofSeconds(1);

    private final DeviceContext device;
    private final Supplier<Path> sockets;
    private final Counter commands;
    private final Counter failures;
    private @Nullable Connection connection;
    private boolean quiet;
    private String trouble = "";

    /** The state of a connection. */
    private static final class Connection {
        private final VtpmPage page;
        private final TpmSocket tpm;
        private final CommandNote note;
        private final EventChannel channel;
        /** When the command without a response was sent to the TPM, by {@link System#nanoTime}; 0 without one. */
        private long given;

        Connection(VtpmPage page, TpmSocket tpm, CommandNote note, EventChannel channel) {
            this.page = page;
            this.tpm = tpm;
            this.note = note;
            this.channel = channel;
        }
    }

    /** @param sockets returns the folder with the sockets of devices without their own path */
    VtpmHandler(DeviceContext device, Supplier<Path> sockets) {
        this.device = device;
        this.sockets = sockets;
        this.commands = device.figures().counter("commands", "commands that the TPM has answered");
        this.failures = device.figures().counter("failures", "commands that the TPM has not answered");
    }

    @Override
    public Readiness init(Publication keys) {
        keys.put(PROTOCOL, 1);
        return Readiness.ready();
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) {
        NodeValues frontend = link.frontend("ring-ref", "event-channel", PROTOCOL);
        Optional<String> missing = frontend.firstMissing("ring-ref", "event-channel");
        if (missing.isPresent()) {
            return Readiness.waitFor(Side.FRONTEND, "node " + missing.get());
        }
        frontend.number(PROTOCOL, 1, 1);
        Optional<Path> socket = socket();
        if (socket.isEmpty()) {
            return Readiness.waitFor(Side.TOOLSTACK, "node " + VtpmBackend.PATH + " or uuid, which say which TPM");
        }
        TpmSocket tpm = new TpmSocket(socket.get());
        if (!tpm.isThere()) {
            device.schedule(LOOK_AGAIN, device::recheck);
            return Readiness.waitFor(Side.HOST, "the TPM's socket " + tpm.path());
        }
        CommandNote note = CommandNote.of(device, link.fingerprint());
        boolean mayBeGiven = mayBeGiven(origin, note);
        VtpmPage page = new VtpmPage(link.map(Access.READ_WRITE, frontend.grantReference("ring-ref")));
        EventChannel channel = link.bind(frontend.eventChannel("event-channel"), this::serve);
        Connection made = new Connection(page, tpm, note, channel);
        if (!(origin instanceof Origin.Fresh)) {
            recover(made, mayBeGiven);
        }
        note.answered();
        connection = made;
        return Readiness.ready();
    }

    private Optional<Path> socket() {
        NodeValues nodes = device.backend(VtpmBackend.PATH, "uuid");
        return nodes.text(VtpmBackend.PATH)
                .map(Path::of)
                .or(() -> nodes.text("uuid").map(uuid -> sockets.get().resolve(uuid + ".sock")));
    }

    /** @return whether an earlier version or process may have sent a command to the TPM that has no response */
    private static boolean mayBeGiven(Origin origin, CommandNote note) {
        if (origin instanceof Origin.Resumed resumed) {
            Parked parked = resumed.parked();
            if (parked.version() != PARKED || parked.state().length != 1) {
                throw new RefusedStateException("parked state of version " + parked.version() + ", known is " + PARKED);
            }
            return parked.state()[0] != 0;
        }
        return origin instanceof Origin.Adopted && note.mayBeGiven();
    }

    /**
     * Recovers after a kill. A command that was sent may have been carried out, and its response is lost. A response in the
     * page may have had no signal, if the process was killed in between.
     */
    private void recover(Connection now, boolean mayBeGiven) {
        if (mayBeGiven && now.page.isBackendsTurn()) {
            byte[] command = now.page.command();
            failures.increment();
            answer(now, Refusal.FAILURE.response(command));
        } else {
            now.channel.signal();
        }
    }

    /** The guest has signalled: it has put a command into the page, or cancels the last one. */
    private void serve() {
        Connection now = connection;
        if (now == null || quiet || now.given != 0) {
            return;
        }
        switch (now.page.state()) {
            case VtpmPage.SUBMIT -> submit(now);
            case VtpmPage.CANCEL -> {
                now.page.cancelled();
                now.channel.signal();
            }
            default -> {}
        }
    }

    private void submit(Connection now) {
        byte[] command = now.page.command();
        Refusal refusal = TpmMessage.refusal(command, now.page.locality());
        if (refusal != null) {
            answer(now, refusal.response(command));
            return;
        }
        now.given = System.nanoTime() | 1;
        now.note.given();
        boolean taken = device.offerToHost(() -> now.tpm.exchange(command), (response, failed) -> {
            if (now == connection) {
                answered(now, command, response, failed);
            }
        });
        if (!taken) {
            answer(now, Refusal.RETRY.response(command));
        }
    }

    private void answered(
            Connection now, byte[] command, byte @Nullable [] response, @Nullable Throwable failed) {
        if (response != null && response.length <= now.page.room()) {
            trouble = "";
            commands.increment();
            answer(now, response);
            return;
        }
        failures.increment();
        String why = failed == null ? "a response that the page has no room for" : failed.toString();
        if (trouble.isEmpty()) {
            device.log().error("the TPM at " + now.tpm.path() + " does not answer: " + why);
        }
        trouble = "the TPM at " + now.tpm.path() + " did not answer the last command: " + why;
        answer(now, Refusal.FAILURE.response(command));
    }

    private static void answer(Connection now, byte[] response) {
        now.given = 0;
        now.page.respond(response);
        now.note.answered();
        now.channel.signal();
    }

    @Override
    public boolean isHostSlow() {
        Connection now = connection;
        return now != null && now.given != 0 && System.nanoTime() - now.given > SLOW.toNanos();
    }

    @Override
    public boolean quiesce() {
        quiet = true;
        return connection == null || connection.given == 0;
    }

    @Override
    public void unquiesce() {
        quiet = false;
        serve();
    }

    /** Hands over whether a command was sent to the TPM; the page contains the rest. */
    @Override
    public Optional<Parked> park() {
        boolean given = connection != null && connection.given != 0;
        return Optional.of(new Parked(PARKED, new byte[] {(byte) (given ? 1 : 0)}));
    }

    @Override
    public Map<String, String> details() {
        Connection now = connection;
        return now == null ? Map.of() : Map.of("socket", now.tpm.path().toString());
    }

    @Override
    public Optional<String> trouble() {
        return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
    }

    @Override
    public void disconnect() {
        closeSocket();
        connection = null;
    }

    @Override
    public void close() {
        closeSocket();
    }

    private void closeSocket() {
        Connection now = connection;
        if (now != null) {
            try {
                now.tpm.close();
            } catch (IOException failed) {
                device.log().info("the socket " + now.tpm.path() + " was not closed: " + failed.getMessage());
            }
        }
    }
}
