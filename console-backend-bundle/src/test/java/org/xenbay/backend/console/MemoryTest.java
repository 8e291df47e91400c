// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.device.Parked;
import org.xenbay.backend.console.output.OutputBuffer;

/** What a console keeps is its guest's part of the memory: a guest at its limit has less history, and its neighbour none less. */
@Timeout(60)
class MemoryTest {

    private static final int GREEDY = 1;
    private static final int NEXT = 2;

    /** One greedy guest gets 24 pieces of 4 KiB of that. */
    private static final long MOST = 24L * OutputBuffer.CHUNK;

    private static final int MUCH = 400_000;

    @TempDir
    Path folder;

    private final FairBudget memory = new FairBudget("bytes of memory", 256 * 1024);

    @AfterEach
    void allComesBack() {
        assertThat(memory.holdings()).as("memory at the end").isEmpty();
    }

    private Fixture console(int owner, ConsoleSettings config) throws Exception {
        FakeDevice device = new FakeDevice(1);
        device.memory = memory.of(owner);
        return new Fixture(device, config).connected();
    }

    private static String lines(int count) {
        StringBuilder all = new StringBuilder();
        for (int line = 0; line < count; line++) {
            all.append("line ").append(line).append('\n');
        }
        return all.toString();
    }

    @Test
    void aGuestAtItsLimitLosesItsOldestLinesAndItsNeighbourNone() throws Exception {
        try (Fixture greedy = console(GREEDY, Fixture.discarding(1 << 20));
                Fixture next = console(NEXT, Fixture.discarding(1 << 20))) {
            String all = lines(40_000);
            assertThat(all.length()).isGreaterThan(MUCH);
            greedy.guest.write(all);
            assertThat(memory.holdings()).isEqualTo(Map.of(GREEDY, MOST));
            String others = lines(3_000);
            next.guest.write(others);
            assertThat(next.drain()).isEqualTo(others);
            String seen = greedy.drain();
            assertThat(seen).contains(" bytes of output lost]\r\n").endsWith("line 39999\n");
            assertThat(all).endsWith(seen.substring(seen.indexOf("lost]\r\n") + 7));
            assertThat(seen.length()).isGreaterThan((int) MOST);
            assertThat(greedy.device.failure).hasValue(null);
            assertThat(memory.holdings()).as("read, and no history wanted").isEmpty();
        }
    }

    @Test
    void aGuestThatHasNothingLeftStillHasAConsole() throws Exception {
        Allowance elsewhere = memory.of(GREEDY);
        while (elsewhere.tryTake(1)) {
            assertThat(elsewhere.taken()).isLessThan(memory.total());
        }
        try (Fixture greedy = console(GREEDY, Fixture.discarding(1 << 20))) {
            greedy.guest.write("x\n".repeat(MUCH / 2));
            assertThat(greedy.drain()).endsWith("x\nx\n").hasSizeGreaterThan(OutputBuffer.CHUNK);
            greedy.guest.write("and goes on\n");
            assertThat(greedy.drain()).isEqualTo("and goes on\n");
            assertThat(greedy.device.failure).hasValue(null);
        }
        elsewhere.give(elsewhere.taken());
    }

    @Test
    void aGuestThatIsToWaitWaitsAtItsLimitAndNothingIsLost() throws Exception {
        try (Fixture greedy = console(GREEDY, Fixture.keeping(1 << 20))) {
            byte[] all = Fixture.bytes(MUCH / 2, 3);
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            int done = 0;
            int before = 0;
            while (done < all.length) {
                int count = greedy.guest.put(all, done, all.length - done);
                done += count;
                greedy.guest.kick();
                if (count == 0) {
                    before = before == 0 ? done : before;
                    seen.writeBytes(greedy.terminals.last().take());
                    greedy.device.settle();
                }
            }
            assertThat(before).as("bytes until it waited").isBetween((int) MOST, (int) MOST + 20_000);
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                seen.writeBytes(greedy.terminals.last().take());
                greedy.device.settle();
                return seen.size() >= all.length;
            });
            assertThat(seen.toByteArray()).isEqualTo(all);
            assertThat(greedy.handler.details()).containsEntry("dropped", "0 bytes");
            assertThat(greedy.device.failure).hasValue(null);
        }
    }

    @Test
    void whatComesFromAPredecessorIsCountedAndNotRefused() throws Exception {
        try (Fixture greedy = console(GREEDY, Fixture.discarding(1 << 20))) {
            greedy.guest.write(lines(40_000));
            Parked parked = greedy.park();
            assertThat(memory.holdings()).as("parked; the core counts that").isEmpty();
            Allowance elsewhere = memory.of(GREEDY);
            while (elsewhere.tryTake(1024)) {
                assertThat(elsewhere.taken()).isLessThan(memory.total());
            }
            greedy.successor(Fixture.discarding(1 << 20));
            greedy.resume(parked);
            assertThat(greedy.device.memory.taken()).isPositive();
            assertThat(greedy.drain()).endsWith("line 39999\n").hasSizeGreaterThan((int) MOST);
            elsewhere.give(elsewhere.taken());
        }
    }

    private Fixture logged(boolean timed) throws Exception {
        ConsoleSettings log = Fixture.logging(folder.resolve("logs"), 100 << 20, 1, timed, false);
        return console(GREEDY, new ConsoleSettings(log.types(), false, 1 << 20, 0, false, false, log.log()));
    }

    @Test
    void theLastWordsOfALogCountUntilTheyAreWritten() throws Exception {
        try (Fixture greedy = logged(false)) {
            Runnable release = greedy.device.blockHost();
            greedy.guest.write("z".repeat(40_000));
            greedy.disconnect();
            assertThat(memory.taken()).as("waits for the disk").isGreaterThan(20_000);
            release.run();
            await().untilAsserted(() -> assertThat(memory.taken()).isZero());
            assertThat(Files.size(folder.resolve("logs/guest-guest_one-console1.log")))
                    .isEqualTo(40_000);
        }
    }

    @Test
    void lastWordsThatNobodyTakesAreGivenUpAndSaidSo() throws Exception {
        try (Fixture greedy = logged(false)) {
            greedy.device.hostBusy = true;
            greedy.guest.write("z".repeat(40_000));
            greedy.disconnect();
            assertThat(memory.taken()).isZero();
            assertThat(greedy.device.errors)
                    .singleElement()
                    .asString()
                    .contains("the end of the log")
                    .contains("too much waits for the disk");
        }
        try (Fixture greedy = logged(false)) {
            Runnable release = greedy.device.blockHost();
            greedy.guest.write(lines(40_000));
            greedy.disconnect();
            assertThat(memory.taken()).isZero();
            assertThat(greedy.device.errors).singleElement().asString().contains("limit of memory");
            release.run();
        }
    }
}
