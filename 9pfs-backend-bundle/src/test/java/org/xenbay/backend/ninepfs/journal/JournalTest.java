// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.RefusedStateException;

/** A process writes a journal, and the next process reads it. */
class JournalTest {

    private static final ByteBuffer NO_REPLY = ByteBuffer.allocate(0);

    private final HeapArea area = new HeapArea();
    private final Journal first = journal();

    private Journal journal() {
        return area.journal();
    }

    private Journal begun() {
        assertThat(first.begin("8:9", "share-1-2-0", 2)).isTrue();
        first.complete(0);
        first.beginSession("9P2000.L", 8192);
        return first;
    }

    private List<Integer> fidsOf(Journal journal) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        journal.fids().forEachLive(slot -> numbers.add(journal.fids().number(slot)));
        return numbers;
    }

    @Test
    void aSessionIsFoundByItsConnectionOnly() {
        begun();
        Journal next = journal();
        assertThat(next.isLeft("8:10")).isFalse();
        assertThat(next.isLeft("8:9")).isTrue();
        assertThat(next.hasSession()).isTrue();
        assertThat(next.dialect()).isEqualTo("9P2000.L");
        assertThat(next.msize()).isEqualTo(8192);
        assertThat(next.share()).isEqualTo("share-1-2-0");
        first.close();
        assertThat(next.isLeft("8:9")).isFalse();
    }

    @Test
    void theUsageOfAShareIsKnownToTheSuccessorOfItsConnectionOnly() {
        begun();
        assertThat(journal().usage()).isEmpty();
        first.used(5_000_000_000L, 7);
        first.used(6_000_000_000L, 8);
        assertThat(journal().usage()).contains(new Journal.Used(6_000_000_000L, 8));
        begun();
        assertThat(journal().usage()).isEmpty();
    }

    @Test
    void aJournalOfAnotherVersionOrThatIsNotWholeIsRefused() {
        begun().lost();
        assertThatThrownBy(() -> journal().isLeft("8:9"))
                .isInstanceOf(RefusedStateException.class)
                .hasMessageContaining("no room");
        area.head().order(ByteOrder.nativeOrder()).putInt(4, 7);
        assertThatThrownBy(() -> journal().isLeft("8:9"))
                .isInstanceOf(RefusedStateException.class)
                .hasMessageContaining("version 7, known is 4");
    }

    @Test
    void aFidCountsOnceItsRequestHasBeenExecuted() throws Exception {
        RequestLog ring = begun().ring(0);
        RequestLog.Note note = ring.take(100).orElseThrow();
        long slot = first.fids().prepare(5, 0, 0);
        assertThat(fidsOf(journal())).isEmpty();
        slot = first.fids().prepare(5, 0, 0);
        note.executed(NO_REPLY, slot, Trace.NOTHING, Trace.NOTHING);
        assertThat(fidsOf(journal())).containsExactly(5);
        note.executed(NO_REPLY, Trace.NOTHING, slot, Trace.NOTHING);
        assertThat(fidsOf(journal())).isEmpty();
    }

    @Test
    void theRingsIndexTellsWhetherARequestWasAnswered() {
        RequestLog ring = begun().ring(0);
        ring.take(100).orElseThrow().replying(40);
        RequestLog.Note executed = ring.take(120).orElseThrow();
        executed.executed(ByteBuffer.wrap(new byte[] {1, 2, 3}), Trace.NOTHING, Trace.NOTHING, Trace.NOTHING);
        ring.take(140).orElseThrow().beginEffect(77);

        RequestLog answered = journal().ring(0);
        answered.recover(100, 200, 40);
        assertThat(answered.take(100).orElseThrow().isEnded()).isTrue();
        assertThat(answered.take(120).orElseThrow().reply()).contains(new byte[] {1, 2, 3});
        RequestLog.Note again = answered.take(140).orElseThrow();
        assertThat(again.isReplay()).isTrue();
        assertThat(again.precondition()).isEqualTo(77);
        assertThat(answered.take(160).orElseThrow().isReplay()).isFalse();
    }

    @Test
    void aRequestWhoseReplyTheGuestCannotSeeWasNotAnswered() {
        begun().ring(0).take(100).orElseThrow().replying(40);
        RequestLog found = journal().ring(0);
        found.recover(100, 200, 39);
        assertThat(found.take(100).orElseThrow().isEnded()).isFalse();
    }

    @Test
    void indicesWrapAround() {
        int last = -10;
        RequestLog ring = begun().ring(0);
        ring.take(last).orElseThrow().replying(5);
        RequestLog found = journal().ring(0);
        found.recover(last, 30, 6);
        assertThat(found.take(last).orElseThrow().isEnded()).isTrue();
    }

    @Test
    void aSlotThatAKilledProcessHadFreedIsNotTakenTwice() throws Exception {
        RequestLog ring = begun().ring(0);
        RequestLog.Note note = ring.take(100).orElseThrow();
        long slot = first.fids().prepare(5, 0, 0);
        first.fids().live(slot);
        note.executed(NO_REPLY, Trace.NOTHING, slot, Trace.NOTHING);
        Journal next = journal();
        next.ring(0).recover(100, 200, 0);
        assertThat(next.fids().prepare(1, 0, 0)).isNotEqualTo(next.fids().prepare(2, 0, 0));
    }

    @Test
    void recoveryGivesFoldersBeforeTheirFilesAndFilesBeforeTheirFids() throws Exception {
        begun();
        first.fids().live(first.fids().prepare(5, 0, 3));
        assertThatThrownBy(() -> journal().recover(new RecoveredSession.Recovery() {
                    @Override
                    public void entry(RecoveredSession.Entry entry) {
                        throw new AssertionError("the journal has no path entry");
                    }

                    @Override
                    public void fid(RecoveredSession.Fid fid) {
                        throw new AssertionError("the fid has no path entry");
                    }
                }))
                .hasMessageContaining("damaged");
    }

    @Test
    void requestsUnderWayOnAnEarlierConnectionLeaveNoTrace() {
        RequestLog.Note note = begun().ring(0).take(100).orElseThrow();
        long fid = first.fids().prepare(5, 0, Trace.NOTHING);
        first.fids().live(fid);
        long blob = first.blobs().put(new byte[] {1});
        first.revoke();
        Journal later = journal();
        assertThat(later.begin("8:10", "share-1-2-0", 2)).isTrue();
        later.complete(1);
        later.beginSession("9P2000.L", 8192);
        later.ring(0).take(100).orElseThrow();
        later.fids().live(later.fids().prepare(6, 0, Trace.NOTHING));
        later.blobs().put(new byte[] {2});
        var before = area.content();

        note.beginEffect(7);
        note.executed(NO_REPLY, Trace.NOTHING, fid, Trace.NOTHING);
        note.replying(3);
        note.dropped();
        note.free();
        first.fids().opened(fid);
        first.fids().end(fid);
        first.blobs().grow(blob, new byte[] {3});
        first.blobs().drop(blob);
        first.locks().write(new byte[] {1, 2, 3, 4}, 3);
        first.lost();
        first.beginSession("9P2000.u", 4096);
        first.close();
        assertThat(area.content()).isEqualTo(before);
        assertThat(first.fids().prepare(7, 0, Trace.NOTHING)).isEqualTo(Trace.NOTHING);
    }

    @Test
    void aReferenceToAFreedSlotLeadsNowhere() throws Exception {
        begun();
        long before = first.fids().prepare(5, 0, Trace.NOTHING);
        first.fids().live(before);
        first.fids().end(before);
        first.fids().end(before);
        long after = first.fids().prepare(6, 0, Trace.NOTHING);
        assertThat(Slots.slot(after)).isEqualTo(Slots.slot(before));
        first.fids().live(after);
        first.fids().prepareOpen(before, 1, 0, "file-1.1-2-0-", Trace.NOTHING);
        first.fids().opened(before);
        first.fids().end(before);
        assertThat(fidsOf(journal())).containsExactly(6);
        assertThat(journal().fids().isOpen(after)).isFalse();
        long other = first.fids().prepare(7, 0, Trace.NOTHING);
        assertThat(Slots.slot(other)).as("given back once").isNotEqualTo(Slots.slot(after));
    }

    @Test
    void aGuestWithFewFilesCostsLittleAndTablesGrowAsItHasMore() throws Exception {
        begun();
        assertThat(area.taken()).isLessThan(256 * 1024);
        long[] fids = new long[Journal.MAX_FIDS];
        for (int i = 0; i < fids.length; i++) {
            fids[i] = first.fids().prepare(i, 0, Trace.NOTHING);
            first.fids().live(fids[i]);
        }
        assertThat(fids).doesNotContain(Trace.NOTHING);
        assertThat(first.fids().prepare(-1, 0, Trace.NOTHING)).isEqualTo(Trace.NOTHING);
        assertThat(fidsOf(journal())).hasSize(Journal.MAX_FIDS);
        for (int size = 1; size < 200_000; size *= 3) {
            byte[] table = new byte[size];
            table[size - 1] = 7;
            assertThat(first.locks().write(table, table.length)).isTrue();
            assertThat(journal().locks().read()).isEqualTo(table);
        }
    }

    @Test
    void withoutMemoryForAJournalTheGuestIsServedButNotAfterAKill() {
        area.room(0);
        assertThat(first.begin("8:9", "share", 2)).isFalse();
        area.room(200_000);
        assertThat(first.begin("8:9", "share", 2)).isTrue();
        first.complete(0);
        for (int i = 0; i < 128; i++) {
            assertThat(first.fids().prepare(i, 0, Trace.NOTHING)).isNotEqualTo(Trace.NOTHING);
        }
        area.room(0);
        assertThat(first.fids().prepare(128, 0, Trace.NOTHING)).isEqualTo(Trace.NOTHING);
    }
}
