// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.TwoSlotJournal;
import org.xenbay.api.file.Share;
import org.xenbay.api.host.Transferable;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.ring.RingConnection;

/** The journal of a share's connection: the next process serves the connection with it after a kill. On the device's executor. */
final class ConnectionJournal {

    private final DeviceContext device;
    private Optional<TwoSlotJournal<Journal>> journals = Optional.empty();
    /** The journal that is written now. A connection has none when there is no persistent memory for it. */
    private @Nullable Journal journal;

    ConnectionJournal(DeviceContext device) {
        this.device = device;
    }

    /** @return the journal that is written now, if the connection has one */
    @Nullable
    Journal journal() {
        return journal;
    }

    private void open() {
        journals = TwoSlotJournal.of(
                device,
                "9pfs",
                Journal.SIZE,
                (head, slot) -> new Journal(
                        head,
                        (name, size) -> device.persistentMemory("9pfs-" + slot + "-" + name, size),
                        device.atCommit()));
    }

    /**
     * @param connection its fingerprint
     * @return the journal of a killed process, if that process has served the connection
     */
    Optional<Journal> find(String connection) {
        open();
        return journals.flatMap(both -> both.currentIf(each -> each.isLeft(connection)));
    }

    /** Writes the journal of a killed process from now on. */
    void adopt(Journal found) {
        journal = found;
    }

    /**
     * Notes the token that the shared folder has in this process, after it was taken from the descriptor store.
     *
     * @param adopted the journal that {@link #adopt} got
     */
    static void keep(Journal adopted, Export export) throws IOException {
        adopted.share(tokenOf(export.share()));
        note(export, adopted);
    }

    private static void note(Export export, Journal to) {
        export.keep(to.entries());
        export.keepUsage(to::used);
    }

    /**
     * Begins the journal of a connection that is new or is taken over from a predecessor. It is valid from {@link #complete}
     * on.
     */
    void begin(DeviceLink link, Export export) throws IOException {
        end();
        open();
        Journal next = journals.map(TwoSlotJournal::next).orElse(null);
        if (next != null && next.begin(link.fingerprint(), tokenOf(export.share()), RingConnection.rings(link))) {
            journal = next;
            note(export, next);
        }
    }

    /**
     * Makes the journal valid, so that the next process uses it after a kill. Without memory for a journal, an earlier journal
     * becomes invalid too.
     */
    void complete() {
        Journal written = journal;
        if (written == null) {
            journals.ifPresent(TwoSlotJournal::abandon);
        } else {
            journals.ifPresent(both -> both.complete(written));
        }
    }

    /** Stops writing the journal, which stays until a successor has written its own: a kill in between loses nothing. */
    void revoke() {
        if (journal != null) {
            journal.revoke();
            journal = null;
        }
    }

    /** The connection has ended. Its requests that are still under way write nothing into the journal of a later connection. */
    void end() {
        if (journal != null) {
            journal.close();
            revoke();
        }
    }

    private static String tokenOf(Share share) throws IOException {
        return share instanceof Transferable transferable ? transferable.token() : "";
    }

    /** @return what happens to the connection after a kill, in words */
    String describe() {
        if (journal == null) {
            return "the connection ends: the host has no persistent memory for its journal";
        }
        return journal.isLost()
                ? "the connection ends: the guest has more fids or locks than the journal has room for"
                : "the connection continues";
    }
}
