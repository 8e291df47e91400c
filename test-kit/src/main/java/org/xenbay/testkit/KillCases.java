// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.frontend.FrontendProbe;
import org.xenbay.simulation.Backend;
import org.xenbay.simulation.CrashPoints;
import org.xenbay.simulation.CrashableHost;
import org.xenbay.simulation.Disruption;
import org.xenbay.simulation.Waiting;

/** Cases in which the process is killed at a step of the handshake, or of the device's use, and the next process starts. */
final class KillCases {

    /** Number of the last step at which the process is killed; more by {@code -Dcontract.steps=N}. */
    private static final int STEPS = Integer.getInteger("contract.steps", 8);

    private KillCases() {}

    static List<ContractCase> all() {
        return List.of(
                new ContractCase("kill: at each step of the handshake", author -> {
                    for (int step = 1; step <= STEPS; step++) {
                        atStep(author, step, false);
                    }
                }),
                new ContractCase("kill: at each step of the device's use", author -> {
                    for (int step = 1; step <= STEPS; step++) {
                        atStep(author, step, true);
                    }
                }));
    }

    private static void atStep(BackendContract author, int step, boolean connected) {
        String when = "killed at step " + step + (connected ? " of the device's use" : " of the handshake");
        try {
            kill(author, step, connected);
        } catch (ContractViolation violation) {
            throw violation;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } catch (Exception | AssertionError failed) {
            throw new ContractViolation(Rule.OUTLASTS_A_KILL, when + ": " + failed, failed);
        }
    }

    private static void kill(BackendContract author, int step, boolean connected) throws Exception {
        Path folder = Files.createTempDirectory("contract");
        Versions versions = new Versions(author);
        FrontendProbe probe = new FrontendProbe();
        try (CrashableHost host = new CrashableHost(versions, folder, new Random(step))) {
            Guest guest = host.xen().create("guest");
            DeviceId id = author.device(guest.domain());
            host.admin().attach(id, author.options());
            GuestClient client = author.client(guest, host.frontends(), probe);
            AtomicBoolean over = new AtomicBoolean();
            if (connected) {
                client.start();
                isConnected(author, probe);
            }
            CompletableFuture<Void> program = host.program(() -> program(client, author, probe, over));
            host.disrupt(Disruption.KILL, step);
            over.set(true);
            Waiting.until(author.timeout(), program::isDone);
            program.get();
            client.use();
            client.close();
            List<XenbusState> seen = probe.backendStates();
            if (seen.contains(XenbusState.CLOSING) || seen.contains(XenbusState.CLOSED)) {
                throw new IllegalStateException("the guest saw " + seen);
            }
        } finally {
            delete(folder);
        }
    }

    private static void isConnected(BackendContract author, FrontendProbe probe) {
        Waiting.until(author.timeout(), () -> ContractHost.last(probe.frontendStates()) == XenbusState.CONNECTED);
    }

    private static void program(GuestClient client, BackendContract author, FrontendProbe probe, AtomicBoolean over) {
        try {
            if (probe.frontendStates().isEmpty()) {
                client.start();
                isConnected(author, probe);
            }
            while (!over.get()) {
                client.use();
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            List<Path> paths = new ArrayList<>(all.toList());
            for (int i = paths.size() - 1; i >= 0; i--) {
                Files.deleteIfExists(paths.get(i));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The author's backend, for the simulation. */
    private record Versions(BackendContract author) implements Backend {

        @Override
        public List<String> types() {
            return List.of(author.device(1).type());
        }

        @Override
        public XenDevOps start(CrashPoints crashPoints) {
            return author.newVersion();
        }

        @Override
        public void stop(XenDevOps version) {
            author.stop(version);
        }
    }
}
