package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.frontend.ninep.NinePClient;

/**
 * The daemon is killed again and again, at any step of any request, and three programs of a guest go on as if nothing had
 * happened. {@code -Dkill.seeds=N} runs more; each seed has {@value #KILLS} kills.
 */
class KillSimulationTest {

    private static final int KILLS = 10;
    private static final int PROGRAMS = 3;
    private static final int MOST_STEPS = 150;

    @TempDir
    Path folder;

    static LongStream seeds() {
        long first = Long.getLong("kill.first", 1);
        return LongStream.range(first, first + Integer.getInteger("kill.seeds", 12));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theGuestNoticesNothing(long seed) throws Exception {
        Random random = new Random(seed);
        try (MortalHost host = new MortalHost(folder)) {
            NinePClient client = host.share();
            client.version(client.msize(), "9P2000.L");
            int root = client.attach(0, "");
            List<GuestModel> programs = new ArrayList<>();
            for (int i = 0; i < PROGRAMS; i++) {
                programs.add(new GuestModel(client, root, "program" + i, random.nextLong()));
            }
            boolean[] stop = new boolean[1];
            List<CompletableFuture<Void>> running = programs.stream()
                    .map(program -> CompletableFuture.runAsync(() -> live(program, stop)))
                    .toList();
            for (int kill = 0; kill < KILLS; kill++) {
                host.life().killAfter(1 + random.nextInt(MOST_STEPS));
                assertThat(host.life().awaitEnd(10_000)).as("killed").isTrue();
                host.bury();
                host.start();
            }
            synchronized (stop) {
                stop[0] = true;
            }
            for (int i = 0; i < PROGRAMS; i++) {
                try {
                    running.get(i).get(40, TimeUnit.SECONDS);
                } catch (Exception failed) {
                    throw new AssertionError(
                            host.view() + " after " + programs.get(i).done(), failed);
                }
            }
            assertThat(host.state()).isEqualTo("4");
            for (GuestModel program : programs) {
                program.compareWith(folder);
            }
        }
        assertThat(Files.exists(folder)).isTrue();
    }

    private static void live(GuestModel program, boolean[] stop) {
        while (true) {
            synchronized (stop) {
                if (stop[0]) {
                    return;
                }
            }
            program.step();
        }
    }
}
