// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.management.HistoryView;
import org.xenbay.api.management.HistoryView.Kind;
import org.xenbay.api.management.HistoryView.Load;
import org.xenbay.api.management.HistoryView.Note;
import org.xenbay.api.management.HistoryView.Request;
import org.xenbay.core.device.CoreHistory;

/** What is kept of devices: bounded, in order, and also for the next process. */
class HistoryFileTest {

    private static final DeviceId SHARE = DeviceId.parse("5/9pfs/0");
    private static final DeviceId CONSOLE = DeviceId.parse("5/console/1");

    /** 14 November 2023; a whole interval. */
    private static final long BEGIN = 1_700_000_000_000L;

    @TempDir
    Path run;

    private final AtomicLong time = new AtomicLong(BEGIN);

    /** @return the histories, as the next process finds them */
    private HistoryFile process() {
        return new HistoryFile(run, 1, time::get);
    }

    private HistoryView of(HistoryFile file, DeviceId id) {
        return file.view(id).orElseThrow();
    }

    @Test
    void whatHappenedIsToldInItsOrder() {
        HistoryFile file = process();
        CoreHistory history = file.of(SHARE);
        history.record(Kind.STATE, "connect");
        time.addAndGet(20);
        history.record(Kind.ERROR, "the guest's ring is broken: \u00fc \u20ac");
        history.note("closed");
        HistoryView view = of(file, SHARE);
        assertThat(view.ended()).isNull();
        assertThat(view.notes())
                .containsExactly(
                        new Note(Instant.ofEpochMilli(BEGIN), Kind.STATE, "connect"),
                        new Note(
                                Instant.ofEpochMilli(BEGIN + 20),
                                Kind.ERROR,
                                "the guest's ring is broken: \u00fc \u20ac"),
                        new Note(Instant.ofEpochMilli(BEGIN + 20), Kind.NOTE, "closed"));
    }

    @Test
    void aChangeOfStatesTellsThem() {
        HistoryFile file = process();
        CoreHistory history = file.of(SHARE);
        HistoryView.States connected = new HistoryView.States(XenbusState.CONNECTED, XenbusState.INITIALISED);
        HistoryView.States missing = new HistoryView.States(XenbusState.UNKNOWN, XenbusState.RECONFIGURED);
        history.states(connected, "x".repeat(300));
        history.states(missing, "gone");
        history.note("a remark");
        assertThat(of(process(), SHARE).notes())
                .extracting(Note::kind, Note::states, Note::text)
                .containsExactly(
                        tuple(Kind.STATE, connected, "x".repeat(300)),
                        tuple(Kind.STATE, missing, "gone"),
                        tuple(Kind.NOTE, null, "a remark"));
    }

    @Test
    void requestsAreCountedByIntervalAndTheLatestAreThere() {
        HistoryFile file = process();
        CoreHistory history = file.of(SHARE);
        for (int i = 1; i <= 100; i++) {
            history.request("Tread", i, 4096, i % 10 == 0 ? 5 : 0, i * 1000L);
        }
        time.addAndGet(7_000);
        history.request("Txattrcreate and more", -1, 1L << 40, 0, -1);
        HistoryView view = of(file, SHARE);
        assertThat(view.loads())
                .containsExactly(
                        new Load(Instant.ofEpochMilli(BEGIN), 100, 10, 409_600, 100),
                        new Load(Instant.ofEpochMilli(BEGIN + 5_000), 1, 0, 1L << 40, 0));
        assertThat(view.requests())
                .hasSize(Layout.Request.COUNT)
                .startsWith(new Request(Instant.ofEpochMilli(BEGIN), "Tread", 62, 4096, 0, 62))
                .endsWith(
                        new Request(Instant.ofEpochMilli(BEGIN + 7_000), "Txattrcreate", -1, Integer.MAX_VALUE, 0, 0));
        assertThat(view.requests()).extracting(Request::subject).contains(100L);
    }

    @Test
    void oldThingsMakeRoomAndLongTextsAreCut() {
        HistoryFile file = process();
        CoreHistory history = file.of(SHARE);
        String longText = "x".repeat(10_000);
        history.note(longText);
        assertThat(of(file, SHARE).notes()).extracting(Note::text).containsExactly("x".repeat(520));
        IntStream.range(0, 1000).forEach(i -> history.note("change " + i));
        assertThat(of(file, SHARE).notes())
                .hasSize(Layout.Note.OTHER_COUNT)
                .extracting(Note::text)
                .startsWith("change 990")
                .endsWith("change 999");
        history.note(longText);
        assertThat(of(file, SHARE).notes())
                .hasSize(6)
                .extracting(Note::text)
                .startsWith("change 995")
                .endsWith("x".repeat(520));
    }

    /** A guest changes its state as often as it likes. */
    @Test
    void changesOfStateKeepNoErrorOut() {
        CoreHistory history = process().of(SHARE);
        history.record(Kind.ERROR, "its ring is broken");
        IntStream.range(0, 1000).forEach(i -> history.record(Kind.STATE, "state " + i));
        HistoryFile next = process();
        next.of(SHARE).record(Kind.STATE, "state 1000");
        next.of(SHARE).record(Kind.ERROR, "its ring is broken again");
        assertThat(of(next, SHARE).notes())
                .hasSize(Layout.Note.STATE_COUNT + 2)
                .extracting(Note::text)
                .startsWith("its ring is broken", "state 973")
                .endsWith("state 999", "state 1000", "its ring is broken again");
    }

    /** The file is another object's then: a call of the earlier core may return late. */
    @Test
    void whoWritesForACoreThatHasEndedKeepsNothing() {
        HistoryFile earlier = process();
        CoreHistory late = earlier.of(SHARE);
        late.note("in time");
        earlier.close();
        HistoryFile file = process();
        late.note("late");
        late.request("Tread", 1, 1, 0, 1);
        assertThat(of(file, SHARE).notes()).extracting(Note::text).containsExactly("in time");
        assertThat(of(file, SHARE).requests()).isEmpty();
    }

    @Test
    void numbersThatCannotBeAreDamage() throws IOException {
        process().of(SHARE).note("served");
        ByteBuffer huge =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, Long.MAX_VALUE);
        try (FileChannel file = FileChannel.open(run.resolve("history"), StandardOpenOption.WRITE)) {
            file.write(huge, Layout.Note.AT);
        }
        HistoryFile file = process();
        assertThat(file.views()).isEmpty();
        file.of(SHARE).note("anew");
        assertThat(of(file, SHARE).notes()).extracting(Note::text).containsExactly("anew");
    }

    /** The process may be killed at any moment, so nothing is done at its end. */
    @Test
    void theNextProcessContinuesIt() {
        CoreHistory before = process().of(SHARE);
        before.note("served by the first");
        before.request("Tread", 1, 10, 0, 1000);
        HistoryFile second = process();
        assertThat(of(second, SHARE).notes()).extracting(Note::text).containsExactly("served by the first");
        CoreHistory after = second.of(SHARE);
        after.note("served by the second");
        after.request("Tread", 2, 10, 0, 1000);
        HistoryView view = of(process(), SHARE);
        assertThat(view.notes()).extracting(Note::text).containsExactly("served by the first", "served by the second");
        assertThat(view.requests()).extracting(Request::subject).containsExactly(1L, 2L);
        assertThat(view.loads()).extracting(Load::requests).containsExactly(2L);
    }

    @Test
    void aDeviceThatIsGoneIsKeptAndSaysSince() {
        HistoryFile file = process();
        file.of(SHARE).note("served");
        time.addAndGet(1_000);
        file.ended(SHARE);
        assertThat(of(file, SHARE).ended()).isEqualTo(Instant.ofEpochMilli(BEGIN + 1_000));
        assertThat(of(process(), SHARE).ended()).isEqualTo(Instant.ofEpochMilli(BEGIN + 1_000));
        file.of(SHARE).note("there again");
        assertThat(of(file, SHARE).ended()).isNull();
        assertThat(of(file, SHARE).notes()).extracting(Note::text).containsExactly("served", "there again");
    }

    @Test
    void devicesThatDoNotComeBackAfterARestartAreGone() {
        HistoryFile first = process();
        first.of(SHARE).note("served");
        first.of(CONSOLE).note("served");
        HistoryFile second = process();
        second.of(CONSOLE);
        second.settle();
        assertThat(of(second, SHARE).ended()).isNotNull();
        assertThat(of(second, CONSOLE).ended()).isNull();
    }

    /** A megabyte has room for 128 devices. */
    @Test
    void withoutRoomTheLongestGoneDeviceMakesIt() throws IOException {
        HistoryFile file = process();
        for (int i = 0; i < 128; i++) {
            file.of(new DeviceId(i, "console", 0)).note("served");
        }
        assertThat(Files.size(run.resolve("history"))).isEqualTo(1 << 20);
        DeviceId late = new DeviceId(200, "console", 0);
        assertThat(file.of(late)).isSameAs(CoreHistory.NONE);
        assertThat(file.view(late)).isEmpty();
        file.ended(new DeviceId(7, "console", 0));
        time.addAndGet(1);
        file.ended(new DeviceId(3, "console", 0));
        CoreHistory seventh = file.of(late);
        seventh.note("in the room of the seventh");
        assertThat(of(file, late).notes()).extracting(Note::text).containsExactly("in the room of the seventh");
        assertThat(file.view(new DeviceId(7, "console", 0))).isEmpty();
        assertThat(file.view(new DeviceId(3, "console", 0))).isPresent();
        assertThat(file.views()).hasSize(128).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
    }

    /** A handler may end late, after its device's room has been given away. */
    @Test
    void aLateWriterDoesNotWriteIntoTheHistoryOfAnotherDevice() {
        HistoryFile file = process();
        CoreHistory late = file.of(new DeviceId(0, "console", 0));
        for (int i = 1; i < 128; i++) {
            file.of(new DeviceId(i, "console", 0));
        }
        file.ended(new DeviceId(0, "console", 0));
        file.of(SHARE).note("mine");
        late.note("not yours");
        late.request("output", -1, 1, 0, 0);
        assertThat(of(file, SHARE).notes()).extracting(Note::text).containsExactly("mine");
        assertThat(of(file, SHARE).requests()).isEmpty();
        assertThat(of(file, SHARE).loads()).isEmpty();
    }

    @Test
    void onlyTheDaemonsUserReadsIt() throws IOException {
        process().of(SHARE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.resolve("history"))))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutDevicesThereIsNoFileAndWithoutRoomNoHistory() {
        process();
        assertThat(run.resolve("history")).doesNotExist();
        HistoryFile none = new HistoryFile(run, 0, time::get);
        assertThat(none.of(SHARE)).isSameAs(CoreHistory.NONE);
        none.ended(SHARE);
        none.settle();
        assertThat(none.views()).isEmpty();
        assertThat(run.resolve("history")).doesNotExist();
    }

    @Test
    void aFileOfAnotherLayoutAndADamagedOneHarmNothing() throws IOException {
        process().of(SHARE).note("served");
        try (FileChannel file = FileChannel.open(run.resolve("history"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(8), 0);
        }
        HistoryFile other = process();
        assertThat(other.views()).isEmpty();
        other.of(SHARE).note("anew");
        assertThat(of(other, SHARE).notes()).extracting(Note::text).containsExactly("anew");
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            damage(random);
            HistoryFile damaged = process();
            damaged.views();
            damaged.of(SHARE).note("after the damage");
            damaged.of(SHARE).request("Tread", 1, 1, 0, 1);
            assertThat(of(damaged, SHARE).id()).isEqualTo(SHARE);
        }
    }

    /** Writes random bytes anywhere into the memory of the device, but for the magic number. */
    private void damage(Random random) throws IOException {
        byte[] bytes = new byte[1 + random.nextInt(64)];
        random.nextBytes(bytes);
        try (FileChannel file = FileChannel.open(run.resolve("history"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), Long.BYTES + random.nextInt(Layout.SIZE - Long.BYTES - bytes.length));
        }
    }

    @Test
    void aPartOfAChunkThatAKilledProcessLeftIsNotUsed() throws IOException {
        process().of(SHARE).note("served");
        Files.write(run.resolve("history"), new byte[1000], StandardOpenOption.APPEND);
        assertThat(of(process(), SHARE).notes())
                .extracting(Note::kind, Note::text)
                .containsExactly(tuple(Kind.NOTE, "served"));
        HistoryFile file = process();
        for (int i = 0; i < HistoryFile.SLOTS; i++) {
            file.of(new DeviceId(i, "console", 0)).note("served");
        }
        assertThat(Files.size(run.resolve("history"))).isEqualTo(2 * HistoryFile.SLOTS * Layout.SIZE);
        assertThat(process().views()).hasSize(HistoryFile.SLOTS + 1);
    }
}
