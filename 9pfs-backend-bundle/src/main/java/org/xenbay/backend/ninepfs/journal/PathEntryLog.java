// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.Timestamp;
import org.xenbay.api.host.Transferable;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.PathEntryNotes;

/**
 * The path entries of a session, each with its folder's reference, its name there and its file's identity. An entry whose file
 * is open also has the file's token. An entry without a token is closed, and its file is found by the name at its first use. A
 * recovered session has the entries that a fid leads to. By any thread.
 */
public final class PathEntryLog extends SlotTable implements PathEntryNotes {

    private static final int FOLDER = Slots.CONTENT;
    private static final int MAJOR = FOLDER + 8;
    private static final int MINOR = MAJOR + 4;
    private static final int INODE = MINOR + 4;
    private static final int BORN = INODE + 8;
    private static final int BORN_NANOS = BORN + 8;
    private static final int TOKEN = BORN_NANOS + 8;
    private static final int NAME = TOKEN + Slots.TOKEN;
    private static final int MAX_NAME = 260;
    private static final int SLOT = NAME + Integer.BYTES + MAX_NAME;

    private static final int FIRST = 128;

    static final Pieces.Shape SHAPE = new Pieces.Shape("places", SLOT, FIRST, Journal.MAX_FIDS);

    private static final Logger LOG = System.getLogger(PathEntryLog.class.getName());

    private static final int USED = 1;

    PathEntryLog(Slots slots) {
        super(slots);
    }

    @Override
    public long noted(PathEntry entry) {
        Optional<PathEntry> folder = entry.folder();
        boolean wayIsNoted = folder.isEmpty() || folder.get().note() != Slots.NONE;
        if (!wayIsNoted || entry.name().length > MAX_NAME) {
            return Slots.NONE;
        }
        try {
            return noted(entry, folder.map(PathEntry::note).orElse(Slots.NONE), entry.token());
        } catch (IOException closed) {
            LOG.log(Level.DEBUG, "a path entry was closed while it was noted: " + closed.getMessage());
            return Slots.NONE;
        }
    }

    private synchronized long noted(PathEntry entry, long folder, String token) {
        long reference = slots.take();
        if (reference == Slots.NONE) {
            return Slots.NONE;
        }
        int slot = Slots.slot(reference);
        FileId id = entry.id();
        slots.token(slot, TOKEN, token);
        slots.wide(slot, FOLDER, folder);
        slots.number(slot, MAJOR, id.device().major());
        slots.number(slot, MINOR, id.device().minor());
        slots.wide(slot, INODE, id.inode());
        slots.wide(slot, BORN, entry.born().map(Timestamp::seconds).orElse(0L));
        slots.wide(slot, BORN_NANOS, entry.born().map(Timestamp::nanoseconds).orElse(0L));
        slots.bytes(slot, NAME, entry.name());
        slots.state(slot, USED);
        return reference;
    }

    private static String token(FileNode node) throws IOException {
        return node instanceof Transferable transferable ? transferable.token() : "";
    }

    /**
     * After a kill between the two stores the name may lead to another file or to none. Such a file is never used, because its
     * identity is checked.
     */
    @Override
    public synchronized void moved(long reference, PathEntry entry) {
        long folder = entry.folder().map(PathEntry::note).orElse(Slots.NONE);
        if (slots.holds(reference) && folder != Slots.NONE && entry.name().length <= MAX_NAME) {
            slots.wide(Slots.slot(reference), FOLDER, folder);
            slots.bytes(Slots.slot(reference), NAME, entry.name());
        }
    }

    /** Replaces an empty token. After a kill either the empty token or the whole new one is there. */
    @Override
    public synchronized void opened(long reference, String token) {
        if (slots.holds(reference)) {
            slots.lateToken(Slots.slot(reference), TOKEN, token);
        }
    }

    @Override
    public synchronized void closed(long reference) {
        slots.give(reference);
    }

    synchronized boolean isUsed(long reference) {
        return slots.holds(reference) && slots.state(Slots.slot(reference)) == USED;
    }

    synchronized long folder(long reference) {
        return slots.wide(Slots.slot(reference), FOLDER);
    }

    synchronized FileId id(long reference) {
        int slot = Slots.slot(reference);
        return new FileId(
                new DeviceNumber(slots.number(slot, MAJOR), slots.number(slot, MINOR)), slots.wide(slot, INODE));
    }

    /** @return when the file was made, if its file system knows */
    synchronized Optional<Timestamp> born(long reference) {
        int slot = Slots.slot(reference);
        Timestamp born = new Timestamp(slots.wide(slot, BORN), slots.wide(slot, BORN_NANOS));
        return born.equals(new Timestamp(0, 0)) ? Optional.empty() : Optional.of(born);
    }

    synchronized String token(long reference) {
        return slots.token(Slots.slot(reference), TOKEN);
    }

    synchronized byte[] name(long reference) {
        return slots.bytes(Slots.slot(reference), NAME);
    }

    /** Notes the token of a path entry's node in this process. */
    synchronized void renew(long reference, FileNode node) throws IOException {
        if (slots.holds(reference)) {
            slots.token(Slots.slot(reference), TOKEN, token(node));
        }
    }
}
