// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalLayoutTest {

    private static final JournalLayout LAYOUT = JournalLayout.afterHeader();
    private static final JournalLayout.NumberField TAKEN = LAYOUT.number("taken");
    private static final JournalLayout.WideField OWNER = LAYOUT.wide("owner");
    private static final JournalLayout.BytesField KEYS = LAYOUT.bytes("keys", 5);
    private static final JournalLayout.TextField SCREEN = LAYOUT.text("screen", 6);
    private static final JournalLayout.NumberField LAST = LAYOUT.number("last");

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LAYOUT.size());
    private final List<String> seen = new ArrayList<>();
    private final JournalMemory successor = LAYOUT.over(bytes, () -> {});
    private final JournalMemory memory =
            LAYOUT.over(bytes, () -> seen.add(TAKEN.get(successor) + SCREEN.get(successor)));

    @Test
    void eachFieldHasAPlaceOfItsOwn() {
        JournalHeader header = new JournalHeader(memory, new JournalHeader.Form("the journal", 77, 1));
        header.begin("1:2");
        TAKEN.set(memory, -1);
        OWNER.set(memory, Long.MIN_VALUE + 1);
        KEYS.set(memory, 0, new byte[] {1, 2, 3, 4, 5});
        SCREEN.commit(memory, "800x60");
        SCREEN.commit(memory, "1024x7");
        LAST.commit(memory, 9);
        header.complete();

        assertThat(header.isOf("1:2")).isTrue();
        assertThat(TAKEN.get(successor)).isEqualTo(-1);
        assertThat(OWNER.get(successor)).isEqualTo(Long.MIN_VALUE + 1);
        byte[] keys = new byte[KEYS.length()];
        KEYS.get(successor, 0, keys);
        assertThat(keys).containsExactly(1, 2, 3, 4, 5);
        assertThat(SCREEN.get(successor)).isEqualTo("1024x7");
        assertThat(LAST.get(successor)).isEqualTo(9);
        assertThat(LAYOUT.size()).isEqualTo(80);
    }

    @Test
    void onlyACommitIsAPointWhereATestKills() {
        TAKEN.set(memory, 7);
        KEYS.set(memory, 4, (byte) 1);
        assertThat(seen).isEmpty();
        TAKEN.commit(memory, 8);
        assertThat(seen).containsExactly("7", "8");
        OWNER.commit(memory, 1);
        seen.clear();
        SCREEN.commit(memory, "new");
        assertThat(seen).startsWith("8").endsWith("8new").doesNotContain("8n", "8ne");
    }

    @Test
    void whatDoesNotFitIntoAFieldNamesTheFieldAndWhoStoredIt() {
        SCREEN.commit(memory, "old");
        assertThatThrownBy(() -> KEYS.set(memory, 3, new byte[3]))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("offset 3, length 3 is not inside the field keys of 5 bytes")
                .hasMessageContaining("at org.xenbay.api.journal.JournalLayoutTest");
        assertThatThrownBy(() -> KEYS.get(memory, -1, new byte[1])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> SCREEN.commit(memory, "7 chars"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field screen: a text of 7 letters, where 6 have room")
                .hasMessageContaining("at org.xenbay.api.journal.JournalLayoutTest");
        assertThat(SCREEN.get(successor)).isEqualTo("old");
        assertThatThrownBy(() -> LAYOUT.over(ByteBuffer.allocateDirect(72), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("80 bytes in memory of 72");
    }

    @Test
    void aFieldThatCannotBeIsRefused() {
        JournalLayout layout = JournalLayout.ofPart();
        layout.number("a");
        assertThatThrownBy(() -> layout.wide("a")).hasMessageContaining("two fields of a journal are named a");
        assertThatThrownBy(() -> layout.bytes("b", 0)).hasMessageContaining("field b has a length of 0");
        assertThatThrownBy(() -> layout.text("c", -1)).hasMessageContaining("field c has a length of -1");
        assertThat(layout.size()).isEqualTo(8);
    }
}
