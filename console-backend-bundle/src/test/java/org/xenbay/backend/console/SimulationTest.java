// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.console.flow.ConsolePage;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.simulation.Backend;
import org.xenbay.simulation.CrashPoints;
import org.xenbay.simulation.CrashableHost;
import org.xenbay.simulation.Disruption;
import org.xenbay.simulation.Simulated;
import org.xenbay.simulation.Waiting;

/**
 * The backend is replaced, and the daemon restarted and killed, at any step, while a guest writes and a program on the terminal
 * types. Each byte comes to the other side once and in order. After a kill, and only then, the last bytes that the terminal took
 * may come again, and as much as a ring full of what was typed may be lost (ADR 17). {@code -Dsimulation.seeds=N} runs more;
 * each seed has {@value #DISRUPTIONS} disruptions.
 */
class SimulationTest {

    private static final int DISRUPTIONS = 10;
    private static final int MAX_STEPS = 80;
    private static final int MAX_UNREAD = 100_000;
    private static final int MAX_NOT_READ = 5_000;
    private static final int MAX_AGAIN = FakeTerminals.Terminal.ROOM;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final FakeTerminals terminals = new FakeTerminals();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    @ParameterizedTest(name = "seed {0} on real threads")
    @MethodSource("org.xenbay.simulation.Seeds#onRealThreads")
    void eachByteComesOnceOnRealThreads(long seed) throws Exception {
        eachByteComesOnce(seed);
    }

    @Simulated
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("org.xenbay.simulation.Seeds#chosen")
    void eachByteComesOnce(long seed) throws Exception {
        Random random = new Random(seed);
        AtomicBoolean ends = new AtomicBoolean();
        int kills = 0;
        try (CrashableHost host = new CrashableHost(new Consoles(terminals), folder, random)) {
            ConsoleFrontend guest = connect(host);
            CompletableFuture<Void> writing = host.program(() -> write(guest, new Random(seed), ends));
            CompletableFuture<Void> others = host.program(() -> readAndType(guest, seed, writing));
            for (int i = 0; i < DISRUPTIONS; i++) {
                Disruption what = Disruption.values()[random.nextInt(3)];
                kills += what == Disruption.KILL ? 1 : 0;
                host.disrupt(what, 1 + random.nextInt(MAX_STEPS));
            }
            ends.set(true);
            awaitPrograms(CompletableFuture.allOf(writing, others), host);
            byte[] last = Fixture.bytes(100, -seed);
            type(last);
            Waiting.until(TIMEOUT, () -> {
                take(guest);
                return endsWith(seen, written) && endsWith(read, last);
            });
        }
        assertThat(terminals.opened).as("it is the same terminal").hasSize(1);
        compare(seen.toByteArray(), written.toByteArray(), kills, 0);
        compare(read.toByteArray(), typed.toByteArray(), 0, kills);
    }

    private void awaitPrograms(CompletableFuture<Void> programs, CrashableHost host) throws Exception {
        try {
            programs.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(
                    "written %d, seen %d; typed %d, read %d; %s"
                            .formatted(
                                    written.size(),
                                    seen.size(),
                                    typed.size(),
                                    read.size(),
                                    host.admin().devices()),
                    late);
        }
    }

    private ConsoleFrontend connect(CrashableHost host) {
        Guest domain = host.xen().create("guest");
        DeviceId id = new DeviceId(domain.domain(), "console", 1);
        host.admin().attach(id, Map.of());
        ConsoleFrontend guest = new ConsoleFrontend(domain, 1, host.frontends());
        guest.start();
        // One that is killed before the device is Connected leaves no terminal to its successor.
        Waiting.until(
                TIMEOUT,
                () -> guest.isOpen()
                        && !terminals.opened.isEmpty()
                        && host.admin().devices().stream()
                                .anyMatch(device -> device.backendState() == XenbusState.CONNECTED));
        return guest;
    }

    private void write(ConsoleFrontend guest, Random random, AtomicBoolean ends) {
        try {
            while (!ends.get()) {
                byte[] bytes = new byte[1 + random.nextInt(3000)];
                random.nextBytes(bytes);
                written.writeBytes(bytes);
                assertThat(guest.writeFully(bytes, TIMEOUT)).as("written").isTrue();
                while (written.size() - seen.size() > MAX_UNREAD) {
                    LockSupport.parkNanos(100_000);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Continues as long as something is written: the writer waits for the reader. */
    private void readAndType(ConsoleFrontend guest, long seed, CompletableFuture<Void> writing) {
        Random random = new Random(~seed);
        while (!writing.isDone()) {
            if (typed.size() - read.size() < MAX_NOT_READ) {
                byte[] bytes = new byte[1 + random.nextInt(200)];
                random.nextBytes(bytes);
                type(bytes);
            }
            take(guest);
            LockSupport.parkNanos(random.nextInt(100_000));
        }
    }

    private void type(byte[] bytes) {
        typed.writeBytes(bytes);
        terminals.last().type(bytes);
    }

    private void take(ConsoleFrontend guest) {
        seen.writeBytes(terminals.last().take());
        byte[] room = new byte[ConsolePage.IN_SIZE];
        read.write(room, 0, guest.read(room, 0, room.length));
    }

    private static boolean endsWith(ByteArrayOutputStream stream, ByteArrayOutputStream end) {
        return endsWith(stream, Arrays.copyOfRange(end.toByteArray(), Math.max(0, end.size() - 100), end.size()));
    }

    private static boolean endsWith(ByteArrayOutputStream stream, byte[] end) {
        byte[] all = stream.toByteArray();
        return all.length >= end.length
                && Arrays.equals(Arrays.copyOfRange(all, all.length - end.length, all.length), end);
    }

    /** Random bytes are distinguishable, so their place in the stream can be found. */
    private static void compare(byte[] came, byte[] sent, int again, int lost) {
        int position = 0;
        int timesAgain = 0;
        int timesLost = 0;
        for (int i = 0; i < came.length; i++, position++) {
            if (position >= sent.length || came[i] != sent[position]) {
                int from = find(came, i, sent, position);
                timesAgain += from < position ? 1 : 0;
                timesLost += from > position ? 1 : 0;
                position = from;
            }
        }
        assertThat(position).as("all has come").isEqualTo(sent.length);
        assertThat(timesAgain).as("bytes that came again").isLessThanOrEqualTo(again);
        assertThat(timesLost).as("bytes that were lost").isLessThanOrEqualTo(lost);
    }

    /** Where most of the next bytes agree. */
    private static int find(byte[] came, int i, byte[] sent, int position) {
        int best = -1;
        int most = 1;
        for (int from = Math.max(0, position - MAX_AGAIN); from <= position + ConsolePage.IN_SIZE; from++) {
            int agreeing = agreeing(came, i, sent, from);
            if (agreeing > most) {
                best = from;
                most = agreeing;
            }
        }
        assertThat(best)
                .as(
                        "byte %d of %d, after byte %d, comes from far away: %d",
                        i, came.length, position, elsewhere(came, i, sent))
                .isNotNegative();
        return best;
    }

    private static int elsewhere(byte[] came, int i, byte[] sent) {
        return IntStream.range(0, sent.length)
                .filter(from -> agreeing(came, i, sent, from) > 4)
                .findFirst()
                .orElse(-1);
    }

    private static int agreeing(byte[] came, int i, byte[] sent, int from) {
        int count = 0;
        while (count < 100
                && i + count < came.length
                && from + count < sent.length
                && came[i + count] == sent[from + count]) {
            count++;
        }
        return count;
    }

    /** The backend with terminals that outlast processes. */
    private static final class Consoles implements Backend {
        private final FakeTerminals terminals;
        private final DescriptorStore descriptorStore;

        Consoles(FakeTerminals terminals) {
            this.terminals = terminals;
            this.descriptorStore = new DescriptorStore() {
                @Override
                public AutoCloseable take(String word) throws IOException {
                    return terminals.take(word);
                }

                @Override
                public void closeUnclaimed() {
                    // a killed process does not close its terminal
                }
            };
        }

        @Override
        public List<String> types() {
            return List.of("console");
        }

        @Override
        public XenDevOps start(CrashPoints crashPoints) {
            ConsoleBackend backend = new ConsoleBackend(Fixture.PLAIN);
            backend.setTerminals(crashPoints.withCrashPoints(terminals));
            backend.setDescriptorStore(crashPoints.withCrashPoints(descriptorStore));
            return backend;
        }

        @Override
        public void stop(XenDevOps version) {
            ((ConsoleBackend) version).deactivate();
        }

        @Override
        public DescriptorStore descriptorStore() {
            return descriptorStore;
        }
    }
}
