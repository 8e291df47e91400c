// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.echo.pages;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Origin;
import org.xenbay.api.journal.JournalHeader;
import org.xenbay.api.journal.JournalLayout;
import org.xenbay.api.journal.JournalMemory;

/** How much a device has echoed, in memory that outlasts this process. */
final class Tally {

    private static final JournalHeader.Form FORM = new JournalHeader.Form("the echo's tally", 0x0EC40001, 1);
    private static final JournalLayout LAYOUT = JournalLayout.afterHeader();
    private static final JournalLayout.WideField ECHOED = LAYOUT.wide("echoed");

    private final JournalMemory memory;
    private final JournalHeader header;

    Tally(ByteBuffer bytes, Runnable atCommit) {
        memory = LAYOUT.over(bytes, atCommit);
        header = new JournalHeader(memory, FORM);
    }

    /** Called in connect, after the frontend's nodes have been read. */
    static Optional<Tally> of(DeviceContext device, DeviceLink link, Origin origin) {
        Optional<Tally> tally =
                device.persistentMemory("tally", LAYOUT.size()).map(bytes -> new Tally(bytes, device.atCommit()));
        tally.ifPresent(there -> there.begin(origin, link.fingerprint()));
        return tally;
    }

    /** A fresh connection always begins at zero: a driver that is loaded again may publish the same nodes as before. */
    void begin(Origin origin, String connection) {
        if (origin instanceof Origin.Fresh || !header.isOf(connection)) {
            header.begin(connection);
            ECHOED.commit(memory, 0);
            header.complete();
        }
    }

    long echoed() {
        return ECHOED.get(memory);
    }

    void add(int count) {
        ECHOED.commit(memory, echoed() + count);
    }
}
