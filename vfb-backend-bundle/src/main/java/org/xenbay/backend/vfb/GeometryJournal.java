// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.xenbay.api.journal.JournalHeader;
import org.xenbay.api.journal.JournalLayout;
import org.xenbay.api.journal.JournalMemory;

/** Notes the picture's geometry in persistent memory, because the guest sends it only once, in an event. */
final class GeometryJournal {

    /** The magic number is "VFBG". */
    private static final JournalHeader.Form FORM = new JournalHeader.Form("the framebuffer's journal", 0x5646_4247, 1);

    private static final int FIELDS = 5;
    private static final int BYTES = FIELDS * Integer.BYTES;
    private static final JournalLayout LAYOUT = JournalLayout.afterHeader();
    /** Which of both counts. */
    private static final JournalLayout.NumberField CURRENT = LAYOUT.number("current");

    private static final JournalLayout.BytesField FIRST = LAYOUT.bytes("first", BYTES);
    private static final JournalLayout.BytesField SECOND = LAYOUT.bytes("second", BYTES);

    static final int SIZE = LAYOUT.size();

    private final JournalHeader header;
    private final JournalMemory memory;

    /** @param atCommit runs before and after each store that commits */
    GeometryJournal(ByteBuffer memory, Runnable atCommit) {
        this.memory = LAYOUT.over(memory, atCommit);
        this.header = new JournalHeader(this.memory, FORM);
    }

    /**
     * @param connection its fingerprint
     * @return the geometry that was noted of this connection
     * @throws org.xenbay.api.device.RefusedStateException when another version of this code noted it
     */
    Optional<Geometry> find(String connection) {
        return header.isOf(connection) ? Optional.of(read(place(CURRENT.get(memory)))) : Optional.empty();
    }

    void begin(String connection, Geometry geometry) {
        header.begin(connection);
        note(geometry);
        header.complete();
    }

    void note(Geometry geometry) {
        int next = 1 - (CURRENT.get(memory) & 1);
        place(next).set(memory, 0, bytes(geometry));
        CURRENT.commit(memory, next);
    }

    private static JournalLayout.BytesField place(int which) {
        return (which & 1) == 0 ? FIRST : SECOND;
    }

    private static byte[] bytes(Geometry geometry) {
        return ByteBuffer.allocate(BYTES)
                .putInt(geometry.width())
                .putInt(geometry.height())
                .putInt(geometry.stride())
                .putInt(geometry.depth())
                .putInt(geometry.offset())
                .array();
    }

    private Geometry read(JournalLayout.BytesField place) {
        byte[] bytes = new byte[BYTES];
        place.get(memory, 0, bytes);
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        return new Geometry(numbers.getInt(), numbers.getInt(), numbers.getInt(), numbers.getInt(), numbers.getInt());
    }
}
