// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.XattrExistence;
import org.xenbay.api.host.Keeper;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.Place;
import org.xenbay.backend.ninepfs.journal.Journal;

/** Makes of a killed process's journal the session again: its open files are taken from the keeper. */
final class SessionHeir implements Journal.Heir {

    private final Journal journal;
    private final Keeper keeper;
    private final Export export;
    private final FidTable fids;
    private final Map<Long, Place> places = new HashMap<>();

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
    public void place(Journal.LeftPlace left) throws IOException {
        if (left.word().isEmpty() && left.folder().isPresent()) {
            places.put(left.note(), folder(left).closedChild(left.note(), left.name(), left.id(), left.born()));
            return;
        }
        FileNode node = left.word().isEmpty() ? export.share().root() : take(left.word(), FileNode.class);
        Place place =
                left.folder().isEmpty() ? export.rootAt(node) : folder(left).child(node, left.name());
        places.put(left.note(), place);
        place.inherited(left.note(), Identity.check(export.files().stat(place), left.id(), left.born()));
        journal.renew(left.note(), node);
    }

    private Place folder(Journal.LeftPlace left) {
        return places.get(left.folder().getAsLong());
    }

    @Override
    public void fid(Journal.LeftFid left) throws IOException {
        Fid fid = new Fid(left.number(), places.get(left.place()).retain(), left.user());
        fid.noted(left.note());
        if (left.kind().isPresent()) {
            fid.open(opened(left, fid.place()));
        }
        fids.add(fid);
    }

    private Opened opened(Journal.LeftFid left, Place place) throws IOException {
        switch (left.kind().getAsInt()) {
            case SessionNotes.FILE -> {
                OpenFile file = openFile(left.word());
                Identity.check(file.stat(), place);
                journal.fids().word(left.note(), SessionNotes.word(file));
                return new Opened.File(
                        export.counted(file, place.id(), left.flags()), left.flags(), place.open(1, Cost.FILE));
            }
            case SessionNotes.DIRECTORY -> {
                OpenDirectory directory = take(left.word(), OpenDirectory.class);
                Identity.check(directory.stat(), place);
                journal.fids().word(left.note(), SessionNotes.word(directory));
                return new Opened.Directory(directory, place.open(1, Cost.DIRECTORY));
            }
            case SessionNotes.VALUE -> {
                return Opened.XattrValue.keep(left.blob(), export.budgets());
            }
            case SessionNotes.DRAFT -> {
                return draft(left.blob(), place);
            }
            default -> throw new IOException("the journal is damaged: a fid with what nobody knows open");
        }
    }

    private Opened draft(byte[] form, Place place) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(form));
        byte[] name = in.readNBytes(in.readInt());
        int size = in.readInt();
        XattrExistence existence = XattrExistence.values()[in.readInt()];
        byte[] value = in.readNBytes(in.readInt());
        return Opened.XattrDraft.begin(name, size, existence, export.budgets(), place)
                .resume(value);
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
