// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.backend.console.endpoint.LogSettings;
import org.xenbay.backend.console.flow.ConsolePage;
import org.xenbay.backend.console.handover.OutputJournal;

/** The daemon is killed while a guest writes: each byte comes to each reader once. */
class KillTest {

    private static Fixture outlasting() throws Exception {
        Fixture console = Fixture.secondary();
        console.device.persistentMemory = Optional.of(new HashMap<>());
        return console.connected();
    }

    @Test
    void whatNobodyHasReadYetIsReadAfterwards() throws Exception {
        try (Fixture console = outlasting()) {
            byte[] output = Fixture.bytes(20_000, 1);
            console.guest.write(output);
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            seen.writeBytes(console.terminals.last().take());
            assertThat(console.kill(Fixture.PLAIN)).isEqualTo(Readiness.ready());
            assertThat(console.terminals.opened).as("the terminal is the same").hasSize(1);
            while (seen.size() < output.length) {
                console.device.settle();
                seen.writeBytes(console.terminals.last().take());
            }
            assertThat(seen.toByteArray()).isEqualTo(output);
            console.guest.write("more");
            console.device.settle();
            assertThat(console.terminals.last().text()).isEqualTo("more");
        }
    }

    /** Killed again and again, with readers that come and go; also where the memory for output wraps around. */
    @Test
    void noByteIsLostOrComesTwice() throws Exception {
        Random random = new Random(7);
        try (Fixture console = outlasting()) {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            for (int i = 0; i < 300; i++) {
                byte[] output = Fixture.bytes(random.nextInt(6000), i);
                console.guest.write(output);
                written.writeBytes(output);
                if (random.nextInt(3) > 0) {
                    seen.writeBytes(console.terminals.last().take());
                }
                if (random.nextInt(4) == 0) {
                    assertThat(console.kill(Fixture.PLAIN)).isEqualTo(Readiness.ready());
                }
            }
            while (seen.size() < written.size()) {
                console.device.settle();
                seen.writeBytes(console.terminals.last().take());
            }
            assertThat(seen.toByteArray()).isEqualTo(written.toByteArray());
        }
    }

    /** @return the first place of the device's */
    private static OutputJournal journal(FakeDevice device) {
        return new OutputJournal(
                device.persistentMemory("console", 2 * OutputJournal.SIZE)
                        .orElseThrow()
                        .slice(0, OutputJournal.SIZE),
                (number, size) -> device.persistentMemory("console-0-" + number, size),
                1 << 20,
                () -> {});
    }

    /** The next process finds the device not Connected, and begins with another console. */
    @Test
    void whatTheGuestWroteIsNotLostWhenTheKillComesBeforeTheDeviceIsConnected() throws Exception {
        try (Fixture console = Fixture.secondary()) {
            console.device.persistentMemory = Optional.of(new HashMap<>());
            byte[] early = Fixture.bytes(ConsolePage.OUT_SIZE, 3);
            assertThat(console.guest.put(early, 0, early.length)).isEqualTo(early.length);
            assertThat(console.init()).isEqualTo(Readiness.ready());
            boolean untouched = console.device.call(() -> {
                assertThat(console.handler.connect(console.guest, Origin.fresh()))
                        .isEqualTo(Readiness.ready());
                // Only after this does the core write the state.
                return console.guest.isFull();
            });
            assertThat(untouched).as("nothing is taken yet").isTrue();
            console.device.settle();
            assertThat(console.guest.isFull()).isFalse();
            assertThat(console.terminals.last().take()).isEqualTo(early);
        }
    }

    /** The journal has the bytes, and the ring's index does not count them yet: the successor does not take them again. */
    @Test
    void aKillBetweenTheJournalAndTheRingTakesNothingTwice() throws Exception {
        try (Fixture console = outlasting()) {
            console.guest.write("one ");
            console.device.settle();
            byte[] late = "two ".getBytes();
            assertThat(console.guest.put(late, 0, late.length)).isEqualTo(late.length);
            OutputJournal journal = journal(console.device);
            journal.append(late, 0, late.length, 4);
            console.kill(Fixture.PLAIN);
            console.device.settle();
            assertThat(console.terminals.last().text()).isEqualTo("one two ");
        }
    }

    @Test
    void aLogThatWasBeingWrittenIsWrittenOnce(@TempDir Path folder) throws Exception {
        ConsoleSettings config = Fixture.logging(folder, 1 << 20, 1, false, false);
        FakeDevice device = new FakeDevice(1);
        device.persistentMemory = Optional.of(new HashMap<>());
        try (Fixture console = new Fixture(device, config).connected()) {
            console.guest.write("first line\n");
            Path log = folder.resolve(
                    LogSettings.fileName(device.domainName(), device.id().device()));
            awaitLog(log, "first line\n");
            OutputJournal journal = journal(device);
            byte[] late = "second line\n".getBytes();
            console.guest.put(late, 0, late.length);
            journal.append(late, 0, late.length, 11);
            journal.logging(11, Files.size(log));
            Files.writeString(log, "first line\nsecond li");
            console.kill(config);
            awaitLog(log, "first line\nsecond line\n");
        }
    }

    private static void awaitLog(Path log, String content) {
        Awaitility.await()
                .until(() -> Files.exists(log) ? Files.readString(log) : "", text -> text.length() >= content.length());
        assertThat(log).hasContent(content);
    }

    @Test
    void aJournalOfAnotherVersionIsRefused() throws Exception {
        try (Fixture console = outlasting()) {
            ByteBuffer memory = console.device.persistentMemory.orElseThrow().get("console");
            memory.order(ByteOrder.nativeOrder()).putInt(4, 9);
            assertThatThrownBy(() -> console.kill(Fixture.PLAIN))
                    .isInstanceOf(RefusedStateException.class)
                    .hasMessageContaining("version 9");
        }
    }

    @Test
    void aJournalOfAnotherConnectionIsNotLookedAt() throws Exception {
        try (Fixture console = outlasting()) {
            console.guest.write(new byte[5000]);
            console.device.frontend.put("port", "10");
            console.kill(Fixture.PLAIN);
            assertThat(console.terminals.opened).hasSize(2);
            assertThat(Arrays.equals(console.terminals.last().take(), new byte[0]))
                    .isTrue();
        }
    }
}
