package org.xenbay.backend.ninepfs.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.RefusedStateException;

/** What one process leaves in the journal and the next one finds. */
class JournalTest {

    private static final ByteBuffer NO_REPLY = ByteBuffer.allocate(0);

    private final ByteBuffer memory = ByteBuffer.allocateDirect(Journal.SIZE);
    private final Map<String, ByteBuffer> pieces = new HashMap<>();
    private final Journal first = journal();

    private Journal journal() {
        return new Journal(memory, this::piece);
    }

    private Optional<ByteBuffer> piece(String name, int size) {
        return Optional.of(pieces.computeIfAbsent(name, unused -> ByteBuffer.allocateDirect(size)));
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
    void aJournalOfAnotherVersionOrThatIsNotWholeIsRefused() {
        begun().lost();
        assertThatThrownBy(() -> journal().isLeft("8:9"))
                .isInstanceOf(RefusedStateException.class)
                .hasMessageContaining("no room");
        memory.order(ByteOrder.nativeOrder()).putInt(4, 7);
        assertThatThrownBy(() -> journal().isLeft("8:9"))
                .isInstanceOf(RefusedStateException.class)
                .hasMessageContaining("version 7, known is 2");
    }

    @Test
    void aFidIsThereOnceItsRequestHasBeenExecuted() throws Exception {
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
    void whetherARequestWasAnsweredFollowsFromTheRingsIndex() {
        RequestLog ring = begun().ring(0);
        ring.take(100).orElseThrow().replying(40);
        RequestLog.Note executed = ring.take(120).orElseThrow();
        executed.executed(ByteBuffer.wrap(new byte[] {1, 2, 3}), Trace.NOTHING, Trace.NOTHING, Trace.NOTHING);
        ring.take(140).orElseThrow().begins(77);

        RequestLog answered = journal().ring(0);
        answered.recover(100, 200, 40);
        assertThat(answered.take(100).orElseThrow().isEnded()).isTrue();
        assertThat(answered.take(120).orElseThrow().reply()).contains(new byte[] {1, 2, 3});
        RequestLog.Note again = answered.take(140).orElseThrow();
        assertThat(again.isAgain()).isTrue();
        assertThat(again.before()).isEqualTo(77);
        assertThat(answered.take(160).orElseThrow().isAgain()).isFalse();
    }

    @Test
    void aReplyThatTheGuestCannotSeeIsNoAnswer() {
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
    void aSlotThatAKilledProcessHadGivenBackIsNotGivenTwice() throws Exception {
        RequestLog ring = begun().ring(0);
        RequestLog.Note note = ring.take(100).orElseThrow();
        long slot = first.fids().prepare(5, 0, 0);
        first.fids().live(slot);
        note.executed(NO_REPLY, Trace.NOTHING, slot, Trace.NOTHING);
        memory.order(ByteOrder.nativeOrder());
        Journal next = journal();
        next.ring(0).recover(100, 200, 0);
        assertThat(next.fids().prepare(1, 0, 0)).isNotEqualTo(next.fids().prepare(2, 0, 0));
    }

    @Test
    void fidsComeWithTheirPlacesFoldersFirst() throws Exception {
        begun();
        first.fids().live(first.fids().prepare(5, 0, 3));
        assertThatThrownBy(() -> journal().inherit(new Journal.Heir() {
                    @Override
                    public void place(Journal.LeftPlace place) {
                        throw new AssertionError("there is none");
                    }

                    @Override
                    public void fid(Journal.LeftFid fid) {
                        throw new AssertionError("it has no place");
                    }
                }))
                .hasMessageContaining("damaged");
    }
}
