// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.pages;

import java.nio.ByteBuffer;
import java.util.List;
import org.xenbay.api.device.Origin;
import org.xenbay.api.journal.JournalHeader;
import org.xenbay.api.journal.JournalLayout;
import org.xenbay.api.journal.JournalMemory;

/** The sum of a guest's requests, each of which counts once: the sum and the ring's index change together. */
final class Sum {

    private static final JournalHeader.Form FORM = new JournalHeader.Form("a sum", 0x0EC40002, 1);
    private static final JournalLayout LAYOUT = JournalLayout.afterHeader();
    /** How often the sum has changed. The last bit tells which of the two places is in use. */
    private static final JournalLayout.WideField CHANGES = LAYOUT.wide("changes");

    private static final List<JournalLayout.WideField> SUMS = List.of(LAYOUT.wide("sum 0"), LAYOUT.wide("sum 1"));
    private static final List<JournalLayout.NumberField> INDICES =
            List.of(LAYOUT.number("index 0"), LAYOUT.number("index 1"));

    private final JournalMemory memory;
    private final JournalHeader header;

    Sum(ByteBuffer bytes, Runnable atCommit) {
        memory = LAYOUT.over(bytes, atCommit);
        header = new JournalHeader(memory, FORM);
    }

    void begin(Origin origin, String connection, int index) {
        if (origin instanceof Origin.Fresh || !header.isOf(connection)) {
            header.begin(connection);
            store(0, index, 0);
            header.complete();
        }
    }

    long value() {
        return SUMS.get(place(CHANGES.get(memory))).get(memory);
    }

    /** A request that ends at this index of the ring was added, by this process or by one that was killed. */
    boolean has(int index) {
        return INDICES.get(place(CHANGES.get(memory))).get(memory) - index >= 0;
    }

    /** Called before the answer is in the ring: from there on the guest may take the request's bytes back. */
    void add(long number, int index) {
        store(value() + number, index, CHANGES.get(memory) + 1);
    }

    /** Both numbers go to the place that is not in use; the last store selects that place. */
    private void store(long sum, int index, long changes) {
        SUMS.get(place(changes)).set(memory, sum);
        INDICES.get(place(changes)).set(memory, index);
        CHANGES.commit(memory, changes);
    }

    private static int place(long changes) {
        return (int) changes & 1;
    }
}
