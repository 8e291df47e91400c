// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.journal.JournalHeader;
import org.xenbay.api.journal.JournalMemory;

/**
 * Notes in persistent memory which keys and fingers a guest may have seen pressed, so that all of them are released after a
 * kill. A key is noted before the guest can see it pressed, and forgotten when the guest can see it released; an unnecessary
 * release does no harm.
 */
final class ReportedStateJournal {

    /** Bytes of memory. */
    static final int SIZE = 4096;

    /** The magic number is "VKTM". */
    private static final JournalHeader.Form FORM = new JournalHeader.Form("the keyboard's journal", 0x564B_544D, 2);

    private static final int AT_KEYS = 64;
    private static final int KEY_BYTES = 0x300 / 8;
    private static final int AT_CONTACTS = AT_KEYS + KEY_BYTES;
    private static final int CONTACT_BYTES = 256;

    private final JournalHeader header;
    private final ByteBuffer memory;
    private final Runnable atStore;

    /**
     * @param memory of {@link #SIZE} bytes
     * @param atStore runs before and after each store; a test simulates a kill there
     */
    ReportedStateJournal(ByteBuffer memory, Runnable atStore) {
        JournalMemory stores = new JournalMemory(memory, atStore);
        this.header = new JournalHeader(stores, FORM);
        this.memory = stores.bytes();
        this.atStore = atStore;
    }

    /**
     * A connection begins.
     *
     * @param connection its fingerprint
     * @param origin where the connection comes from
     * @return events that release keys and fingers that a predecessor may have left down on the same connection
     * @throws RefusedStateException when the connection is adopted, and another version of this code has served it
     */
    List<byte[]> begin(String connection, Origin origin) {
        List<byte[]> releases = new ArrayList<>();
        boolean known = origin == Origin.adopted() || origin != Origin.fresh() && header.isOfThisVersion();
        if (known && header.isOf(connection)) {
            bits(AT_KEYS, KEY_BYTES).stream().forEach(code -> releases.add(KbdPage.key(code, false)));
            BitSet contacts = bits(AT_CONTACTS, CONTACT_BYTES);
            contacts.stream().forEach(id -> releases.add(KbdPage.touchUp(id)));
            if (!contacts.isEmpty()) {
                releases.add(KbdPage.touchSync());
            }
            return releases;
        }
        header.begin(connection);
        shown(new BitSet(), new BitSet());
        header.complete();
        return releases;
    }

    private BitSet bits(int at, int length) {
        byte[] bytes = new byte[length];
        memory.get(at, bytes);
        return BitSet.valueOf(bytes);
    }

    /** The press of this key is about to become visible to the guest. */
    void pressing(int code) {
        set(AT_KEYS, KEY_BYTES, code);
    }

    /** The touch of this finger is about to become visible to the guest. */
    void touching(int contact) {
        set(AT_CONTACTS, CONTACT_BYTES, contact);
    }

    private void set(int at, int length, int bit) {
        if (bit >= 0 && bit / 8 < length) {
            atStore.run();
            memory.put(at + bit / 8, (byte) (memory.get(at + bit / 8) | 1 << bit % 8));
            atStore.run();
        }
    }

    /** The guest can see all events so far. */
    void shown(BitSet keys, BitSet contacts) {
        atStore.run();
        put(AT_KEYS, KEY_BYTES, keys);
        atStore.run();
        put(AT_CONTACTS, CONTACT_BYTES, contacts);
    }

    private void put(int at, int length, BitSet bits) {
        byte[] bytes = bits.toByteArray();
        for (int i = 0; i < length; i++) {
            memory.put(at + i, i < bytes.length ? bytes[i] : 0);
        }
    }
}
