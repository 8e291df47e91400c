// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.host.Transferable;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.journal.Journal;
import org.xenbay.backend.ninepfs.journal.LockLog;
import org.xenbay.backend.ninepfs.journal.Trace;

/** Notes a session's fids and locks in the journal. */
final class JournalNotes implements SessionNotes {

    static final int FILE = 1;
    static final int DIRECTORY = 2;
    static final int VALUE = 3;
    static final int DRAFT = 4;

    private final Journal journal;

    private final LockBytes lockBytes = new LockBytes();

    JournalNotes(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void prepare(Fid fid) {
        PathEntry entry = fid.entry();
        fid.noted(journal.fids().prepare(fid.number(), fid.user(), entry.note()));
        if (fid.note() == Trace.NOTHING || entry.note() == Trace.NOTHING) {
            journal.lost();
        } else if (fid.isOpen()) {
            prepareOpen(fid);
            journal.fids().opened(fid.note());
        }
    }

    @Override
    public void adopt(Fid fid) {
        prepare(fid);
        journal.fids().live(fid.note());
    }

    @Override
    public void abandon(Fid fid) {
        journal.fids().end(fid.note());
    }

    @Override
    public void prepareOpen(Fid fid) {
        if (fid.note() == Trace.NOTHING) {
            return;
        }
        Opened opened = fid.openedOrNull();
        try {
            if (opened instanceof Opened.File file) {
                journal.fids()
                        .prepareOpen(fid.note(), FILE, file.flags(), token(Export.plain(file.file())), Trace.NOTHING);
            } else if (opened instanceof Opened.Directory directory) {
                journal.fids().prepareOpen(fid.note(), DIRECTORY, 0, token(directory.directory()), Trace.NOTHING);
            } else if (opened instanceof Opened.XattrValue value) {
                prepareBytes(fid, VALUE, value.value());
            } else if (opened instanceof Opened.XattrDraft draft) {
                prepareBytes(fid, DRAFT, form(draft));
            }
        } catch (IOException closed) {
            journal.lost();
        }
    }

    private void prepareBytes(Fid fid, int kind, byte[] bytes) {
        long blob = journal.blobs().put(bytes);
        if (blob == Trace.NOTHING) {
            journal.lost();
        } else {
            journal.fids().prepareOpen(fid.note(), kind, 0, "", blob);
        }
    }

    @Override
    public void grew(Fid fid, Opened.XattrDraft draft) {
        fid.whileThere(() -> journal.blobs().grow(journal.fids().blobOf(fid.note()), form(draft)));
    }

    private static byte[] form(Opened.XattrDraft draft) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            draft.park(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static String token(AutoCloseable thing) throws IOException {
        return thing instanceof Transferable transferable ? transferable.token() : "";
    }

    @Override
    public Runnable beside(Fid fid) {
        long blob = journal.fids().blobOf(fid.note());
        return () -> journal.blobs().drop(blob);
    }

    @Override
    public void device(DeviceNumber device) {
        journal.device(device);
    }

    @Override
    public void locks(LockTable table) {
        try {
            lockBytes.reset();
            table.note(new DataOutputStream(lockBytes));
            if (!lockBytes.writeTo(journal.locks())) {
                journal.lost();
            }
        } catch (IOException closed) {
            journal.lost();
        }
    }

    /** A buffer that is reused for all notes: a guest with thousands of locks changes them thousands of times. */
    private static final class LockBytes extends ByteArrayOutputStream {

        boolean writeTo(LockLog log) {
            return log.write(buf, count);
        }
    }
}
