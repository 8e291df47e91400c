// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.Timestamp;
import org.xenbay.api.file.XattrExistence;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.PathEntryNotes;

/** The format in which path entries and fids are handed over: each path entry once, after its folder; then the fids. */
final class ParkedSession {

    private static final int NOTHING = 0;
    private static final int FILE = 1;
    private static final int DIRECTORY = 2;
    private static final int VALUE = 3;
    private static final int DRAFT = 4;

    private static final int NO_FOLDER = -1;
    private static final int MOST = 1 << 24;
    /** Bytes of a path entry without its name. */
    private static final int ENTRY_BYTES = 44;
    /** Bytes of a fid without the value of an extended attribute. */
    private static final int FID_BYTES = 33;
    /** Stands for the time when a file was made, where the file system does not know it. */
    private static final Timestamp UNKNOWN = new Timestamp(0, 0);

    private final Map<PathEntry, Integer> known = new IdentityHashMap<>();
    private final List<PathEntry> order = new ArrayList<>();

    static void write(ParkedWriter writer, FidTable fids, LockTable locks) throws IOException {
        new ParkedSession().writeAll(writer, fids, locks);
    }

    /** @return approximate size of a session's path entries and fids in bytes; locks are few */
    static long size(FidTable fids) {
        ParkedSession session = new ParkedSession();
        long bytes = 0;
        for (Fid fid : fids.all()) {
            session.number(fid.entry());
            Opened opened = fid.openedOrNull();
            bytes += FID_BYTES;
            if (opened instanceof Opened.XattrValue value) {
                bytes += value.value().length;
            } else if (opened instanceof Opened.XattrDraft draft) {
                bytes += draft.size();
            }
        }
        for (PathEntry entry : session.order) {
            bytes += ENTRY_BYTES + entry.name().length;
        }
        return bytes;
    }

    private void writeAll(ParkedWriter writer, FidTable fids, LockTable locks) throws IOException {
        List<Fid> all = List.copyOf(fids.all());
        all.forEach(fid -> number(fid.entry()));
        DataOutputStream out = writer.out();
        out.writeInt(order.size());
        for (PathEntry entry : order) {
            out.writeInt(entry.folder().map(known::get).orElse(NO_FOLDER));
            out.writeInt(entry.openNode().map(writer::resource).orElse(ParkedWriter.NOTHING));
            bytes(out, entry.name());
            FileId id = entry.id();
            out.writeInt(id.device().major());
            out.writeInt(id.device().minor());
            out.writeLong(id.inode());
            Timestamp born = entry.born().orElse(UNKNOWN);
            out.writeLong(born.seconds());
            out.writeLong(born.nanoseconds());
        }
        out.writeInt(all.size());
        for (Fid fid : all) {
            out.writeInt(fid.number());
            out.writeInt(number(fid.entry()));
            out.writeInt(fid.user());
            opened(writer, fid.takeOpened());
        }
        locks.park(writer);
    }

    /** @return the number of a path entry, which gets it after its folder */
    private int number(PathEntry entry) {
        Integer given = known.get(entry);
        if (given != null) {
            return given;
        }
        List<PathEntry> way = new ArrayList<>();
        for (PathEntry each = entry;
                each != null && !known.containsKey(each);
                each = each.folder().orElse(null)) {
            way.add(each);
        }
        for (int i = way.size() - 1; i >= 0; i--) {
            known.put(way.get(i), order.size());
            order.add(way.get(i));
        }
        return order.size() - 1;
    }

    static void bytes(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }

    private static void opened(ParkedWriter writer, @Nullable Opened opened) throws IOException {
        DataOutputStream out = writer.out();
        if (opened instanceof Opened.File file) {
            out.writeByte(FILE);
            out.writeInt(writer.resource(Export.plain(file.file())));
            out.writeInt(file.flags());
        } else if (opened instanceof Opened.Directory directory) {
            out.writeByte(DIRECTORY);
            out.writeInt(writer.resource(directory.directory()));
            directory.park(out);
        } else if (opened instanceof Opened.XattrValue attribute) {
            out.writeByte(VALUE);
            bytes(out, attribute.value());
        } else if (opened instanceof Opened.XattrDraft draft) {
            out.writeByte(DRAFT);
            draft.park(out);
        } else {
            out.writeByte(NOTHING);
        }
    }

    static void read(ParkedReader reader, Export export, FidTable fids, LockTable locks) throws IOException {
        List<PathEntry> entries = new ArrayList<>();
        DataInputStream in = reader.in();
        int count = count(in);
        for (int i = 0; i < count; i++) {
            entries.add(entry(reader, export, entries));
        }
        int fidCount = count(in);
        for (int i = 0; i < fidCount; i++) {
            int number = in.readInt();
            PathEntry entry = entries.get(index(in.readInt(), entries.size())).retain();
            Fid fid = new Fid(number, entry, in.readInt());
            Opened opened = opened(reader, export, entry);
            if (opened != null) {
                fid.open(opened);
            }
            fids.add(fid);
        }
        locks.takeOver(LockReader.ofParked(reader, fids, export));
        entries.forEach(PathEntry::close);
    }

    private static PathEntry entry(ParkedReader reader, Export export, List<PathEntry> before) throws IOException {
        DataInputStream in = reader.in();
        int number = in.readInt();
        PathEntry folder = number == NO_FOLDER ? null : before.get(index(number, before.size()));
        Optional<FileNode> node = reader.resourceOrNothing(FileNode.class);
        byte[] name = reader.bytes();
        FileId id = new FileId(new DeviceNumber(in.readInt(), in.readInt()), in.readLong());
        Timestamp time = reader.version() > 1 ? new Timestamp(in.readLong(), in.readLong()) : UNKNOWN;
        @Nullable Timestamp born = time.equals(UNKNOWN) ? null : time;
        if (node.isEmpty()) {
            if (folder == null) {
                throw new IOException("parked state is damaged: a root that is not open");
            }
            return folder.closedChild(PathEntryNotes.NOTHING, name, id, born);
        }
        PathEntry entry = folder == null ? export.rootAt(node.get()) : folder.child(node.get(), name);
        entry.identified(Identity.check(export.files().stat(entry), id, born));
        return entry;
    }

    private static int count(DataInputStream in) throws IOException {
        return index(in.readInt(), MOST);
    }

    private static int index(int number, int size) throws IOException {
        if (number < 0 || number >= size) {
            throw new IOException("parked state is damaged: number " + number + " of " + size);
        }
        return number;
    }

    /** @return what a fid has open; null for a fid that is not open */
    private static @Nullable Opened opened(ParkedReader reader, Export export, PathEntry entry) throws IOException {
        DataInputStream in = reader.in();
        switch (in.readByte()) {
            case NOTHING -> {
                return null;
            }
            case FILE -> {
                OpenFile file = reader.resource(OpenFile.class);
                int flags = in.readInt();
                Identity.check(file.stat(), entry);
                return new Opened.File(export.counted(file, entry.id(), flags), flags, entry.open(1, Cost.FILE));
            }
            case DIRECTORY -> {
                OpenDirectory directory = reader.resource(OpenDirectory.class);
                Identity.check(directory.stat(), entry);
                return new Opened.Directory(directory, entry.open(1, Cost.DIRECTORY)).resume(in);
            }
            case VALUE -> {
                return Opened.XattrValue.keep(reader.bytes(), export.budgets());
            }
            case DRAFT -> {
                byte[] name = reader.bytes();
                int size = in.readInt();
                XattrExistence existence = XattrExistence.values()[index(in.readInt(), 3)];
                byte[] value = reader.bytes();
                return Opened.XattrDraft.begin(name, size, existence, export.budgets(), entry)
                        .resume(value);
            }
            default -> throw new IOException("parked state is damaged: a fid has an unknown kind of thing open");
        }
    }
}
