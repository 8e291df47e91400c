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

/** The fids of a killed process's session, and the path entries that they lead to, from the journal. */
public final class RecoveredSession {

    private final FidLog fids;
    private final PathEntryLog entries;
    private final Blobs blobs;
    private final Recovery recovery;
    /** References of the path entries that were passed on. */
    private final Set<Long> given = new HashSet<>();

    /** @param recovery receives them */
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
     * @param user the user who attached
     * @param entry reference of its path entry
     * @param kind kind of the open object, if there is one
     * @param flags how it was opened
     * @param token the object's token
     * @param blob the object's bytes
     */
    public record Fid(
            long note, int number, int user, long entry, OptionalInt kind, int flags, String token, byte[] blob) {}

    /**
     * A path entry.
     *
     * @param note its reference
     * @param folder reference of its folder; a root has none
     * @param name its name there
     * @param id the file's identity
     * @param born when the file was made, if its file system knows
     * @param token the token of its node; an empty text for a file that was not open
     */
    public record Entry(
            long note, OptionalLong folder, byte[] name, FileId id, Optional<Timestamp> born, String token) {}

    /** Makes the session again. */
    public interface Recovery {

        /**
         * @param entry a path entry, whose folder was passed before it
         * @throws IOException when its file does not exist any more
         */
        void entry(Entry entry) throws IOException;

        /**
         * @param fid a fid, whose path entry was passed before it
         * @throws IOException when its open object does not exist any more
         */
        void fid(Fid fid) throws IOException;
    }

    /** Passes on all fids, each after its path entry; frees path entries and values that no fid leads to. */
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
