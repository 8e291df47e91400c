// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.xenbay.api.file.Timestamp;
import org.xenbay.backend.ninepfs.export.FileId;

/** The fids of a killed process's session, and the path entries that they lead to, as the journal has them. */
public final class RecoveredSession {

    private final FidLog fids;
    private final PathEntryLog entries;
    private final Blobs blobs;
    private final Recovery recovery;
    /** References of the path entries that were given. */
    private final Set<Long> given = new HashSet<>();

    /** @param recovery takes what the journal has */
    RecoveredSession(FidLog fids, PathEntryLog entries, Blobs blobs, Recovery recovery) {
        this.fids = fids;
        this.entries = entries;
        this.blobs = blobs;
        this.recovery = recovery;
    }

    /**
     * A fid.
     *
     * @param note its reference
     * @param number the client's
     * @param user who attached
     * @param entry reference of its path entry
     * @param kind what is open, if anything is
     * @param flags how it was opened
     * @param token by which that is taken
     * @param blob its bytes
     */
    public record Fid(
            long note, int number, int user, long entry, OptionalInt kind, int flags, String token, byte[] blob) {}

    /**
     * A path entry.
     *
     * @param note its reference
     * @param folder reference of its folder; a root has none
     * @param name its name there
     * @param id which file it is
     * @param born when that was made, if its file system knows
     * @param token the token by which its node is taken; an empty text for a file that was not open
     */
    public record Entry(
            long note, OptionalLong folder, byte[] name, FileId id, Optional<Timestamp> born, String token) {}

    /** Makes the session again. */
    public interface Recovery {

        /**
         * @param entry whose folder was given before it
         * @throws IOException when it is not there any more
         */
        void entry(Entry entry) throws IOException;

        /**
         * @param fid whose path entry was given before it
         * @throws IOException when what it has open is not there any more
         */
        void fid(Fid fid) throws IOException;
    }

    /** Gives all fids, each after its path entry; frees what no fid leads to. */
    void giveAll() throws IOException {
        List<Long> live = new ArrayList<>();
        fids.forEachLive(live::add);
        Set<Long> values = new HashSet<>();
        for (long fid : live) {
            giveEntry(fids.entry(fid), 0);
            giveFid(fid);
            values.add(fids.blobOf(fid));
        }
        entries.keepOnly(given::contains);
        blobs.keepOnly(values::contains);
    }

    private void giveFid(long fid) throws IOException {
        boolean isOpen = fids.isOpen(fid);
        recovery.fid(new Fid(
                fid,
                fids.number(fid),
                fids.user(fid),
                fids.entry(fid),
                isOpen ? OptionalInt.of(fids.kind(fid)) : OptionalInt.empty(),
                fids.flags(fid),
                isOpen ? fids.token(fid) : "",
                isOpen ? blobs.get(fids.blobOf(fid)) : new byte[0]));
    }

    private void giveEntry(long entry, int depth) throws IOException {
        if (given.contains(entry)) {
            return;
        }
        if (!entries.isUsed(entry) || depth > Journal.MAX_FIDS) {
            throw new IOException(
                    "the journal is damaged: a fid or path entry without a path entry " + Slots.slot(entry));
        }
        long folder = entries.folder(entry);
        if (folder != Trace.NOTHING) {
            giveEntry(folder, depth + 1);
        }
        given.add(entry);
        OptionalLong parent = folder == Trace.NOTHING ? OptionalLong.empty() : OptionalLong.of(folder);
        recovery.entry(new Entry(
                entry, parent, entries.name(entry), entries.id(entry), entries.born(entry), entries.token(entry)));
    }
}
