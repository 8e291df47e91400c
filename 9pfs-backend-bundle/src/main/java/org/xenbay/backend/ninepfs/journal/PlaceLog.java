package org.xenbay.backend.ninepfs.journal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.host.Keepsake;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.Place;
import org.xenbay.backend.ninepfs.export.PlaceNotes;

/** The places of a session, each with its folder's slot. Of use are those that a fid leads to. */
public final class PlaceLog implements PlaceNotes {

    static final int SLOT = 384;

    private static final Logger LOG = System.getLogger(PlaceLog.class.getName());

    private static final int USED = 1;

    private static final int FOLDER = 4;
    private static final int MAJOR = 8;
    private static final int MINOR = 12;
    private static final int INODE = 16;
    private static final int WORD = 24;
    private static final int NAME = WORD + Slots.WORD;
    private static final int MOST_NAME = SLOT - NAME - Integer.BYTES;

    private final Slots slots;

    PlaceLog(ByteBuffer memory, int start, int count, Runnable beforeStore) {
        this.slots = new Slots(memory, start, SLOT, count, beforeStore);
    }

    @Override
    public int noted(Place place) {
        FileId id = place.id();
        byte[] name = place.name();
        int slot = name.length > MOST_NAME ? -1 : slots.take();
        if (slot < 0) {
            return -1;
        }
        try {
            slots.word(slot, WORD, word(place.node()));
        } catch (IOException closed) {
            LOG.log(Level.DEBUG, "a place was closed while it was noted: " + closed.getMessage());
            slots.give(slot);
            return -1;
        }
        slots.number(slot, FOLDER, place.folder().map(Place::slot).orElse(-1));
        slots.number(slot, MAJOR, id.device().major());
        slots.number(slot, MINOR, id.device().minor());
        slots.wide(slot, INODE, id.inode());
        slots.bytes(slot, NAME, name);
        slots.state(slot, USED);
        return slot;
    }

    private static String word(FileNode node) throws IOException {
        return node instanceof Keepsake keepsake ? keepsake.word() : "";
    }

    /** Only for who removes or renames by the fid is its name of use, so the two stores need not be one. */
    @Override
    public void moved(int slot, Place place) {
        if (slot >= 0 && place.name().length <= MOST_NAME) {
            slots.number(slot, FOLDER, place.folder().map(Place::slot).orElse(-1));
            slots.bytes(slot, NAME, place.name());
        }
    }

    @Override
    public void closed(int slot) {
        if (slot >= 0) {
            slots.give(slot);
        }
    }

    boolean isUsed(int slot) {
        return slot >= 0 && slot < slots.used() && slots.state(slot) == USED;
    }

    int folder(int slot) {
        return slots.number(slot, FOLDER);
    }

    FileId id(int slot) {
        return new FileId(
                new DeviceNumber(slots.number(slot, MAJOR), slots.number(slot, MINOR)), slots.wide(slot, INODE));
    }

    String word(int slot) {
        return slots.word(slot, WORD);
    }

    byte[] name(int slot) {
        return slots.bytes(slot, NAME);
    }

    /** The same place in this process. */
    void renew(int slot, FileNode node) throws IOException {
        slots.word(slot, WORD, word(node));
    }

    /** @param keep tells which are of use */
    void keepOnly(IntPredicate keep) {
        for (int slot = 0; slot < slots.used(); slot++) {
            if (slots.state(slot) != Slots.FREE && !keep.test(slot)) {
                slots.give(slot);
            }
        }
    }
}
