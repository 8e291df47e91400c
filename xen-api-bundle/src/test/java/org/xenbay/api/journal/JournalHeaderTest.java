// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.RefusedStateException;

class JournalHeaderTest {

    private static final int AT_CONTENT = JournalHeader.SIZE;
    private static final JournalHeader.Form FORM = new JournalHeader.Form("the journal", 0x4A4A_4A4A, 2);

    private final ByteBuffer memory = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
    /** The content that a successor would read, as it is before and after each store that commits. */
    private final List<String> seen = new ArrayList<>();

    private final JournalMemory stores = new JournalMemory(memory, () -> seen.add(left()));
    private final JournalHeader header = new JournalHeader(stores, FORM);

    private JournalHeader successor(JournalHeader.Form form) {
        return new JournalHeader(new JournalMemory(memory, () -> {}), form);
    }

    private String left() {
        return successor(FORM).isOf("8:9") ? "number " + memory.getInt(AT_CONTENT) : "nothing";
    }

    @Test
    void aJournalCountsWhenItIsCompleteAndForItsConnectionOnly() {
        header.begin("8:9");
        stores.number(AT_CONTENT, 7);
        assertThat(left()).isEqualTo("nothing");
        header.complete();
        assertThat(left()).isEqualTo("number 7");
        assertThat(successor(FORM).isOf("8:10")).isFalse();
        header.close();
        assertThat(left()).isEqualTo("nothing");
    }

    /** Wherever the process is killed, the old number is left, nothing, or the new one. */
    @Test
    void aJournalThatIsBegunAgainIsNeverHalfOfBoth() {
        header.begin("8:9");
        stores.number(AT_CONTENT, 7);
        header.complete();
        seen.clear();
        header.begin("8:9");
        stores.number(AT_CONTENT, 8);
        header.complete();
        assertThat(seen).containsExactly("number 7", "nothing", "nothing", "number 8");
    }

    @Test
    void aJournalOfAnotherVersionIsRefusedByName() {
        header.begin("8:9");
        header.complete();
        JournalHeader next = successor(new JournalHeader.Form("the journal", FORM.magic(), 3));
        assertThat(next.isOfThisVersion()).isFalse();
        assertThatThrownBy(() -> next.isOf("8:9"))
                .isInstanceOf(RefusedStateException.class)
                .hasMessage("the journal is of version 2, known is 3");
        assertThatThrownBy(() -> next.isOf("8:10")).isInstanceOf(RefusedStateException.class);
        header.close();
        assertThat(next.isOf("8:9")).as("one that does not count").isFalse();
    }

    @Test
    void emptyMemoryHasNoJournal() {
        assertThat(header.isWhole()).isFalse();
        assertThatThrownBy(() -> new JournalHeader.Form("none", 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTextIsTheOldOneOrNoneOrTheNewOne() {
        stores.commitText(AT_CONTENT, 12, "first");
        List<String> texts = new ArrayList<>();
        new JournalMemory(memory, () -> texts.add(stores.text(AT_CONTENT, 12))).commitText(AT_CONTENT, 12, "second");
        assertThat(texts).containsExactly("first", "", "", "second");
    }

    @Test
    void aTextThatHasNoRoomIsRefusedAndADamagedLengthReadsNoFurther() {
        assertThatThrownBy(() -> stores.commitText(AT_CONTENT, 3, "long"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 letters, where 3 have room");
        assertThat(stores.text(AT_CONTENT, 3)).isEmpty();
        memory.putInt(AT_CONTENT, Integer.MAX_VALUE);
        assertThat(stores.text(AT_CONTENT, 3)).hasSize(3);
        memory.putInt(AT_CONTENT, -1);
        assertThat(stores.text(AT_CONTENT, 3)).isEmpty();
    }

    @Test
    void aTextThatIsReplacedAtOnceIsTheOldOneOrTheNewOne() {
        assertThat(JournalText.size(12)).isEqualTo(40);
        List<String> texts = new ArrayList<>();
        JournalText reader = new JournalText(stores, AT_CONTENT, 12);
        JournalText text = new JournalText(new JournalMemory(memory, () -> texts.add(reader.get())), AT_CONTENT, 12);
        assertThat(text.get()).isEmpty();
        text.set("first");
        texts.clear();
        text.set("second");
        assertThat(texts).startsWith("first").endsWith("second").containsOnly("first", "second");
        assertThatThrownBy(() -> text.set("a text of more letters")).isInstanceOf(IllegalArgumentException.class);
        assertThat(text.get()).isEqualTo("second");
        text.set("");
        assertThat(text.get()).isEmpty();
    }

    @Test
    void wideNumbersAreWhole() {
        stores.commitWide(24, Long.MIN_VALUE + 1);
        assertThat(stores.wide(24)).isEqualTo(Long.MIN_VALUE + 1);
        stores.wide(24, 5);
        assertThat(stores.wide(24)).isEqualTo(5);
        assertThatThrownBy(() -> stores.commitWide(64, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
