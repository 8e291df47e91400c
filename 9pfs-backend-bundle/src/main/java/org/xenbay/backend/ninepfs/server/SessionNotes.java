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

/** Notes a session's fids in the journal, if it has one. */
final class SessionNotes {

    static final int FILE = 1;
    static final int DIRECTORY = 2;
    static final int VALUE = 3;
    static final int DRAFT = 4;

    /** Null when no process takes over this session after a kill. */
    private final Journal journal;

    private final LockBytes lockBytes = new LockBytes();

    SessionNotes(Journal journal) {
        this.journal = journal;
    }

    /** Notes a fid, which counts when the request that makes it has been executed. */
    void prepare(Fid fid) {
        if (journal == null) {
            return;
        }
        PathEntry entry = fid.entry();
        fid.noted(journal.fids().prepare(fid.number(), fid.user(), entry.note()));
        if (fid.note() == Trace.NOTHING || entry.note() == Trace.NOTHING) {
            journal.lost();
        } else if (fid.isOpen()) {
            prepareOpen(fid);
            journal.fids().opened(fid.note());
        }
    }

    /** Notes a fid that was taken over from a predecessor, which counts at once. */
    void adopt(Fid fid) {
        if (journal != null) {
            prepare(fid);
            journal.fids().live(fid.note());
        }
    }

    /** Frees the note of a fid that was prepared and not added. */
    void abandon(Fid fid) {
        if (journal != null) {
            journal.fids().end(fid.note());
        }
    }

    /** Notes what the fid has open, which counts when the request that opened it has been executed. */
    void prepareOpen(Fid fid) {
        if (journal == null || fid.note() == Trace.NOTHING) {
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

    /** Notes further bytes of an extended attribute that is being written. */
    void grew(Fid fid, Opened.XattrDraft draft) {
        if (journal != null) {
            fid.whileThere(() -> journal.blobs().grow(journal.fids().blobOf(fid.note()), form(draft)));
        }
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

    /** @return frees the bytes that are noted for the fid; to be run when the fid has been removed */
    Runnable beside(Fid fid) {
        if (journal == null) {
            return () -> {};
        }
        long blob = journal.fids().blobOf(fid.note());
        return () -> journal.blobs().drop(blob);
    }

    /** Notes a file system that is new to the session. */
    void device(DeviceNumber device) {
        if (journal != null) {
            journal.device(device);
        }
    }

    /** Notes the locks, which have changed or are about to. Under the table's monitor. */
    void locks(LockTable table) {
        if (journal != null) {
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
    }

    /** A buffer that is reused for each note: a guest with thousands of locks changes them thousands of times. */
    private static final class LockBytes extends ByteArrayOutputStream {

        boolean writeTo(LockLog log) {
            return log.write(buf, count);
        }
    }
}
