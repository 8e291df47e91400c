package org.xenbay.backend.ninepfs.server;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.XattrExistence;
import org.xenbay.api.host.Keeper;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.Place;
import org.xenbay.backend.ninepfs.journal.Journal;

/** Makes of a killed process's journal the session again: its open files are taken from the keeper. */
final class SessionHeir implements Journal.Heir {

    private final Journal journal;
    private final Keeper keeper;
    private final Export export;
    private final FidTable fids;
    private final Map<Integer, Place> places = new HashMap<>();

    SessionHeir(Journal journal, Keeper keeper, Export export, FidTable fids) {
        this.journal = journal;
        this.keeper = keeper;
        this.export = export;
        this.fids = fids;
    }

    void inherit(LockTable locks) throws IOException {
        try {
            journal.inherit(this);
            byte[] table = journal.locks().read();
            if (table.length > 0) {
                locks.inherit(new DataInputStream(new ByteArrayInputStream(table)), this::openFile, fids, export);
            }
        } finally {
            places.values().forEach(Place::close);
        }
    }

    @Override
    public void place(int slot, OptionalInt folder, byte[] name, String word) throws IOException {
        FileNode node = take(word, FileNode.class);
        Place place = folder.isEmpty()
                ? export.rootAt(node)
                : places.get(folder.getAsInt()).child(node, name);
        places.put(slot, place);
        FileId expected = journal.fileAt(slot);
        if (!FileId.of(export.files().stat(place)).equals(expected)) {
            throw new IOException("the journal is damaged: a kept file is another one than it was");
        }
        place.inherited(slot, expected);
        journal.renew(slot, node);
    }

    @Override
    public void fid(Journal.LeftFid left) throws IOException {
        Fid fid = new Fid(left.number(), places.get(left.place()).retain(), left.user());
        fid.noted(left.slot());
        if (left.kind().isPresent()) {
            fid.open(opened(left, fid.place()));
        }
        fids.add(fid);
    }

    private Opened opened(Journal.LeftFid left, Place place) throws IOException {
        switch (left.kind().getAsInt()) {
            case SessionNotes.FILE -> {
                OpenFile file = openFile(left.word());
                journal.fids().word(left.slot(), SessionNotes.word(file));
                return new Opened.File(export.counted(file, place.id(), left.flags()), left.flags());
            }
            case SessionNotes.DIRECTORY -> {
                OpenDirectory directory = take(left.word(), OpenDirectory.class);
                journal.fids().word(left.slot(), SessionNotes.word(directory));
                return new Opened.Directory(directory);
            }
            case SessionNotes.VALUE -> {
                export.attributeBytes().take(left.blob().length);
                return new Opened.XattrValue(left.blob(), export.attributeBytes());
            }
            case SessionNotes.DRAFT -> {
                return draft(left.blob());
            }
            default -> throw new IOException("the journal is damaged: a fid with what nobody knows open");
        }
    }

    private Opened draft(byte[] form) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(form));
        byte[] name = in.readNBytes(in.readInt());
        int size = in.readInt();
        XattrExistence existence = XattrExistence.values()[in.readInt()];
        byte[] value = in.readNBytes(in.readInt());
        export.attributeBytes().take(value.length);
        return new Opened.XattrDraft(name, size, existence, export.attributeBytes()).resume(value);
    }

    private OpenFile openFile(String word) throws IOException {
        return take(word, OpenFile.class);
    }

    private <T> T take(String word, Class<T> type) throws IOException {
        AutoCloseable thing = keeper.take(word);
        if (!type.isInstance(thing)) {
            throw new IOException("what was kept as " + word + " is no " + type.getSimpleName());
        }
        return type.cast(thing);
    }
}
