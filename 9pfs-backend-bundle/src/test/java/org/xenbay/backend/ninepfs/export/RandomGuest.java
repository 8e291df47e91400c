// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.XattrExistence;

/** One thread of a guest that makes random changes to a few files and folders, and keeps some files open for a while. */
final class RandomGuest {

    private static final Owner OWNER = Owner.of(1000, 1000);
    private static final String[] NAMES = {"a", "b", "c", "d", "e", "f"};
    private static final int MAX_KEPT = 3;

    /** Error numbers that are expected because several threads of the guest change the same files. */
    private static final Set<Integer> USUAL = Set.of(
            Errno.ENOENT,
            Errno.EEXIST,
            Errno.ENOSPC,
            Errno.EISDIR,
            Errno.ENOTDIR,
            Errno.ENOTEMPTY,
            Errno.EINVAL,
            Errno.ELOOP,
            Errno.ENXIO,
            Errno.EPERM,
            Errno.EAGAIN,
            Errno.EOPNOTSUPP);

    private final Export export;
    private final SecurityModel files;
    private final Random random;
    private final Runnable check;
    private final List<PathEntry> entries = new ArrayList<>();
    private final List<OpenFile> open = new ArrayList<>();

    RandomGuest(Export export, Random random, Runnable check) {
        this.export = export;
        this.files = export.files();
        this.random = random;
        this.check = check;
    }

    /** @return the failures that are not expected */
    List<String> run(int operations) throws FileException {
        List<String> failures = new ArrayList<>();
        try (PathEntry root = known(export.root())) {
            for (int i = 0; i < operations; i++) {
                int kind = random.nextInt(18);
                try (PathEntry folder = folder(root)) {
                    operate(kind, folder);
                } catch (FileException failed) {
                    if (!USUAL.contains(failed.errno())) {
                        failures.add(kind + ": " + failed);
                    }
                }
                check.run();
            }
        } finally {
            open.forEach(OpenFile::close);
            entries.forEach(PathEntry::close);
        }
        return failures;
    }

    private PathEntry known(PathEntry entry) throws FileException {
        try {
            entry.identified(FileId.of(files.stat(entry)));
            return entry;
        } catch (FileException failed) {
            entry.close();
            throw failed;
        }
    }

    private PathEntry folder(PathEntry root) throws FileException {
        if (random.nextInt(3) == 0) {
            PathEntry inner = find(root, NAMES[0]);
            if (files.stat(inner).isDirectory()) {
                return inner;
            }
            inner.close();
        }
        return root.retain();
    }

    private PathEntry find(PathEntry folder, String name) throws FileException {
        return known(folder.child(files.lookup(folder, name.getBytes()), name.getBytes()));
    }

    private String any() {
        return NAMES[random.nextInt(NAMES.length)];
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocateDirect(length);
    }

    private void operate(int kind, PathEntry folder) throws FileException {
        byte[] name = any().getBytes();
        switch (kind) {
            case 0, 1, 2 -> create(folder, name);
            case 3 -> files.mkdir(folder, name, 0755, OWNER).close();
            case 4 ->
                files.symlink(folder, name, new byte[] {'x', 'y', 'z', '/', 'w'}, OWNER)
                        .close();
            case 5 ->
                files.mknod(folder, name, FileStat.S_IFREG | 0644, DeviceNumber.NONE, OWNER)
                        .close();
            case 6 -> files.unlink(folder, name);
            case 7 -> files.rmdir(folder, name);
            case 8 -> files.rename(folder, name, folder, any().getBytes());
            default -> operateOnFile(kind, folder);
        }
    }

    private void create(PathEntry folder, byte[] name) throws FileException {
        int flags = OpenFlags.READ_WRITE
                | (random.nextBoolean() ? OpenFlags.TRUNCATE : 0)
                | (random.nextInt(4) == 0 ? OpenFlags.EXCLUSIVE : 0)
                | (random.nextInt(4) == 0 ? OpenFlags.APPEND : 0);
        CreatedFile made = files.create(folder, name, flags, 0644, OWNER);
        try {
            write(made.file());
        } finally {
            keep(made.file());
            made.node().close();
        }
    }

    private void keep(OpenFile file) {
        open.add(file);
        while (open.size() > MAX_KEPT) {
            open.remove(random.nextInt(MAX_KEPT)).close();
        }
    }

    private void write(OpenFile file) throws FileException {
        file.write(random.nextInt(30_000), bytes(random.nextInt(10_000)));
    }

    private void operateOnFile(int kind, PathEntry folder) throws FileException {
        PathEntry file = find(folder, any());
        try {
            switch (kind) {
                case 9 -> keep(files.open(file, OpenFlags.READ_WRITE | OpenFlags.TRUNCATE));
                case 10 -> write(kept(file));
                case 11 -> kept(file).truncate(random.nextInt(40_000));
                case 12 -> files.truncate(file, random.nextInt(40_000));
                case 13 -> files.link(file, folder, any().getBytes());
                case 14 -> files.setXattr(file, "user.x".getBytes(), new byte[100], XattrExistence.ANY);
                case 15 -> files.chmod(file, 0600);
                case 16 -> files.rename(folder, file.name(), root(folder), any().getBytes());
                default -> write(kept(file));
            }
        } finally {
            keep(file);
        }
    }

    private static PathEntry root(PathEntry folder) {
        return folder.folder().orElse(folder);
    }

    private OpenFile kept(PathEntry file) throws FileException {
        OpenFile opened = files.open(file, OpenFlags.READ_WRITE | (random.nextInt(3) == 0 ? OpenFlags.APPEND : 0));
        keep(opened);
        return opened;
    }

    private void keep(PathEntry entry) {
        entries.add(entry);
        while (entries.size() > MAX_KEPT) {
            entries.remove(random.nextInt(MAX_KEPT)).close();
        }
    }
}
