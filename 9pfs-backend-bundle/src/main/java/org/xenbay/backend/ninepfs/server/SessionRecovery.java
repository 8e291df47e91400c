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
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.journal.RecoveredSession;

/** Rebuilds a killed process's session from its journal, with open files from the descriptor store. */
final class SessionRecovery implements RecoveredSession.Recovery {

    private final Journal journal;
    private final DescriptorStore descriptorStore;
    private final Export export;
    private final FidTable fids;
    private final Map<Long, PathEntry> entries = new HashMap<>();

    SessionRecovery(Journal journal, DescriptorStore descriptorStore, Export export, FidTable fids) {
        this.journal = journal;
        this.descriptorStore = descriptorStore;
        this.export = export;
        this.fids = fids;
    }

    void recover(LockTable locks) throws IOException {
        try {
            journal.recover(this);
            byte[] table = journal.locks().read();
            if (table.length > 0) {
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(table));
                locks.takeOver(LockReader.ofJournal(in, this::openFile, fids, export));
            }
        } finally {
            entries.values().forEach(PathEntry::close);
        }
    }

    @Override
    public void entry(RecoveredSession.Entry left) throws IOException {
        if (left.token().isEmpty() && left.folder().isPresent()) {
            entries.put(
                    left.note(),
                    folder(left)
                            .closedChild(
                                    left.note(),
                                    left.name(),
                                    left.id(),
                                    left.born().orElse(null)));
            return;
        }
        FileNode node = left.token().isEmpty() ? export.share().root() : take(left.token(), FileNode.class);
        PathEntry entry =
                left.folder().isEmpty() ? export.rootAt(node) : folder(left).child(node, left.name());
        entries.put(left.note(), entry);
        entry.recovered(
                left.note(),
                Identity.check(
                        export.files().stat(entry), left.id(), left.born().orElse(null)));
        journal.renew(left.note(), node);
    }

    private PathEntry folder(RecoveredSession.Entry left) throws IOException {
        return known(left.folder().getAsLong());
    }

    private PathEntry known(long note) throws IOException {
        PathEntry entry = entries.get(note);
        if (entry == null) {
            throw new IOException("the journal is damaged: path entry " + note + " is missing");
        }
        return entry;
    }

    @Override
    public void fid(RecoveredSession.Fid left) throws IOException {
        Fid fid = new Fid(left.number(), known(left.entry()).retain(), left.user());
        fid.noted(left.note());
        try {
            if (left.kind().isPresent()) {
                fid.open(opened(left, fid.entry()));
            }
        } catch (IOException | RuntimeException failed) {
            fid.close();
            throw failed;
        }
        fids.add(fid);
    }

    private Opened opened(RecoveredSession.Fid left, PathEntry entry) throws IOException {
        switch (left.kind().getAsInt()) {
            case JournalNotes.FILE -> {
                return file(left, openFile(left.token()), entry);
            }
            case JournalNotes.DIRECTORY -> {
                return directory(left, take(left.token(), OpenDirectory.class), entry);
            }
            case JournalNotes.VALUE -> {
                return Opened.XattrValue.keep(left.blob(), export.budgets());
            }
            case JournalNotes.DRAFT -> {
                return draft(left.blob(), entry);
            }
            default -> throw new IOException("the journal is damaged: a fid has an unknown kind of thing open");
        }
    }

    /** @param file closed when it is another one */
    private Opened file(RecoveredSession.Fid left, OpenFile file, PathEntry entry) throws IOException {
        try {
            Identity.check(file.stat(), entry);
            journal.fids().token(left.note(), JournalNotes.token(file));
            return new Opened.File(
                    export.counted(file, entry.id(), left.flags()), left.flags(), entry.open(1, Cost.FILE));
        } catch (IOException | RuntimeException refused) {
            file.close();
            throw refused;
        }
    }

    /** @param directory closed when it is another one */
    private Opened directory(RecoveredSession.Fid left, OpenDirectory directory, PathEntry entry) throws IOException {
        try {
            Identity.check(directory.stat(), entry);
            journal.fids().token(left.note(), JournalNotes.token(directory));
            return new Opened.Directory(directory, entry.open(1, Cost.DIRECTORY));
        } catch (IOException | RuntimeException refused) {
            directory.close();
            throw refused;
        }
    }

    private Opened draft(byte[] form, PathEntry entry) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(form));
        byte[] name = in.readNBytes(in.readInt());
        int size = in.readInt();
        XattrExistence existence = XattrExistence.values()[in.readInt()];
        byte[] value = in.readNBytes(in.readInt());
        return Opened.XattrDraft.begin(name, size, existence, export.budgets(), entry)
                .resume(value);
    }

    private OpenFile openFile(String token) throws IOException {
        return take(token, OpenFile.class);
    }

    private <T extends AutoCloseable> T take(String token, Class<T> type) throws IOException {
        return TakenResource.take(descriptorStore, token, type);
    }
}
