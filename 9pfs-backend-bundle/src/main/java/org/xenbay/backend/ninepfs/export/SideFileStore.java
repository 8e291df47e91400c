// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;

/**
 * {@code mapped-file}: a text file of the same name in the folder {@code .virtfs_metadata} beside each file, with lines {@code
 * virtfs.uid=…}, {@code gid}, {@code mode} and {@code rdev} in decimal; the root's is {@code .virtfs_metadata_root} in the root
 * itself. One change runs at a time, because a change reads, merges and writes. Values are stored by names, so one change
 * covers the name on the host and its values here.
 */
final class SideFileStore implements MappedStore {

    /** Four lines take less than 100 bytes. */
    private static final int MOST = 512;

    @Override
    public boolean isOwn(byte[] name) {
        return SideNames.isOwn(name);
    }

    @Override
    public synchronized Mapped load(PathEntry entry) throws FileException {
        PathEntry folder = entry.folder().orElse(null);
        if (folder == null) {
            return read(entry.node(), SideNames.ROOT);
        }
        try (FileNode side = folder.node().lookup(SideNames.FOLDER)) {
            return read(side, entry.name());
        } catch (FileException none) {
            return absent(none);
        }
    }

    private static Mapped absent(FileException none) throws FileException {
        if (none.errno() == Errno.ENOENT || none.errno() == Errno.ENOTDIR || none.errno() == Errno.EINVAL) {
            return Mapped.NOTHING;
        }
        throw none;
    }

    private static Mapped read(FileNode folder, byte[] name) throws FileException {
        ByteBuffer text = ByteBuffer.allocateDirect(MOST);
        try (FileNode side = folder.lookup(name);
                OpenFile file = side.openFile(OpenFlags.READ_ONLY)) {
            file.read(0, text);
        } catch (FileException none) {
            return absent(none);
        }
        return parse(StandardCharsets.US_ASCII.decode(text.flip()).toString());
    }

    private static Mapped parse(String text) {
        Mapped found = Mapped.NOTHING;
        for (String line : text.split("\n")) {
            String[] parts = line.trim().split("=", 2);
            if (parts.length == 2 && parts[1].matches("[0-9]{1,18}")) {
                long number = Long.parseLong(parts[1]);
                found = switch (parts[0]) {
                    case "virtfs.uid" -> new Mapped((int) number, null, null, null).over(found);
                    case "virtfs.gid" -> new Mapped(null, (int) number, null, null).over(found);
                    case "virtfs.mode" -> new Mapped(null, null, (int) number, null).over(found);
                    case "virtfs.rdev" -> new Mapped(null, null, null, DeviceNumber.decode((int) number)).over(found);
                    default -> found;
                };
            }
        }
        return found;
    }

    @Override
    public synchronized void save(@Nullable PathEntry folder, byte[] name, FileNode node, Mapped values)
            throws FileException {
        if (folder == null) {
            write(node, SideNames.ROOT, values.over(read(node, SideNames.ROOT)));
            return;
        }
        try (FileNode side = SideFolder.made(folder.node())) {
            write(side, name, values.over(read(side, name)));
        }
    }

    private static void write(FileNode folder, byte[] name, Mapped values) throws FileException {
        StringBuilder text = new StringBuilder();
        line(text, "uid", values.uid());
        line(text, "gid", values.gid());
        line(text, "mode", values.mode());
        DeviceNumber device = values.device();
        line(text, "rdev", device == null ? null : device.encoded());
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        CreatedFile made = folder.create(name, OpenFlags.WRITE_ONLY | OpenFlags.TRUNCATE, 0600);
        try (FileNode side = made.node();
                OpenFile file = made.file()) {
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            if (file.write(0, direct) < bytes.length) {
                throw new FileException(Errno.ENOSPC, "write of a file's attributes");
            }
        }
    }

    private static void line(StringBuilder text, String key, @Nullable Integer number) {
        if (number != null) {
            text.append("virtfs.")
                    .append(key)
                    .append('=')
                    .append(Integer.toUnsignedString(number))
                    .append('\n');
        }
    }

    @Override
    public synchronized void moved(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName)
            throws FileException {
        try (FileNode side = folder.node().lookup(SideNames.FOLDER);
                FileNode newSide = SideFolder.made(newFolder.node())) {
            side.rename(name, newSide, newName);
        } catch (FileException none) {
            if (none.errno() != Errno.ENOENT) {
                throw none;
            }
            removed(newFolder, newName);
        }
    }

    @Override
    public synchronized void linked(PathEntry target, PathEntry folder, byte[] name) throws FileException {
        PathEntry from = target.folder().orElse(folder);
        try (FileNode side = from.node().lookup(SideNames.FOLDER);
                FileNode file = side.lookup(target.name());
                FileNode newSide = SideFolder.made(folder.node())) {
            newSide.link(file, name);
        } catch (FileException none) {
            absent(none);
        }
    }

    @Override
    public synchronized void removed(PathEntry folder, byte[] name) throws FileException {
        try (FileNode side = folder.node().lookup(SideNames.FOLDER)) {
            side.unlink(name);
        } catch (FileException none) {
            absent(none);
        }
    }

    @Override
    public synchronized <T> T change(Change<T> change) throws FileException {
        return change.run();
    }

    @Override
    public boolean loadsWaitForChanges() {
        return true;
    }

    @Override
    public synchronized void withEmpty(PathEntry folder, byte[] name, Change<?> change) throws FileException {
        try {
            change.run();
        } catch (FileException full) {
            if (full.errno() != Errno.ENOTEMPTY && full.errno() != Errno.EEXIST) {
                throw full;
            }
            new SideFolder(folder.node(), name).without(change, full);
        }
    }
}
