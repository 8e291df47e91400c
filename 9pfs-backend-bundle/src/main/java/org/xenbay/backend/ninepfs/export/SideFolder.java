// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.OpenDirectory;

/**
 * The metadata in a folder that is being removed. It is moved aside while the host removes the folder, and moved back when the
 * host refuses because a file was put into the folder meanwhile. "Aside" is the metadata folder of the parent folder, under a
 * name that no guest can use.
 */
final class SideFolder {

    /** The server makes no deeper folders. Deeper files of other programs are not removed. */
    private static final int DEEPEST = 2;

    /** One more than a folder has of metadata: among so many names is one of another file. */
    private static final int TO_TELL = 3;

    /** Names in memory at a time: a guest decides how many files a folder has. */
    private static final int BATCH = 1000;

    private final FileNode above;
    private final byte[] name;

    /** @param above the parent, which has the folder as {@code name} */
    SideFolder(FileNode above, byte[] name) {
        this.above = above;
        this.name = name;
    }

    /**
     * Runs a change that fails as long as the folder contains the metadata.
     *
     * @param refusal the change's failure; thrown when the folder has other files
     */
    void without(MappedStore.Change<?> change, FileException refusal) throws FileException {
        try (FileNode folder = above.lookup(name)) {
            List<byte[]> names = names(folder, TO_TELL);
            if (names.isEmpty() || !names.stream().allMatch(SideFolder::isMetadata)) {
                throw refusal;
            }
            try (FileNode side = made(above)) {
                moveAside(folder, names, side, change);
            }
        }
    }

    private static boolean isMetadata(byte[] name) {
        return Arrays.equals(name, SideNames.FOLDER) || Arrays.equals(name, SideNames.ROOT);
    }

    private static void moveAside(FileNode folder, List<byte[]> names, FileNode side, MappedStore.Change<?> change)
            throws FileException {
        Map<byte[], byte[]> moved = new LinkedHashMap<>();
        try {
            for (byte[] each : names) {
                byte[] aside = SideNames.aside(each);
                folder.rename(each, side, aside);
                moved.put(each, aside);
            }
            change.run();
        } catch (FileException failed) {
            for (Map.Entry<byte[], byte[]> each : moved.entrySet()) {
                putBack(side, each.getValue(), folder, each.getKey());
            }
            throw failed;
        }
        for (byte[] aside : moved.values()) {
            remove(side, aside, DEEPEST);
        }
    }

    /** A file that was made there meanwhile is newer, and stays. */
    private static void putBack(FileNode side, byte[] aside, FileNode folder, byte[] name) throws FileException {
        try {
            if (!folder.has(name)) {
                side.rename(aside, folder, name);
                return;
            }
            try (FileNode older = side.lookup(aside);
                    FileNode newer = folder.lookup(name)) {
                if (older.stat().isDirectory() && newer.stat().isDirectory()) {
                    merge(older, newer);
                }
            }
        } catch (FileException gone) {
            if (gone.errno() != Errno.ENOENT) {
                throw gone;
            }
        }
        remove(side, aside, DEEPEST);
    }

    private static void merge(FileNode older, FileNode newer) throws FileException {
        List<byte[]> next = names(older, BATCH);
        while (!next.isEmpty()) {
            for (byte[] each : next) {
                if (newer.has(each)) {
                    remove(older, each, DEEPEST - 1);
                } else {
                    older.rename(each, newer, each);
                }
            }
            next = names(older, BATCH);
        }
    }

    private static void remove(FileNode folder, byte[] name, int depth) throws FileException {
        try (FileNode node = folder.lookup(name)) {
            if (!node.stat().isDirectory()) {
                folder.unlink(name);
                return;
            }
            List<byte[]> next = depth == 0 ? List.of() : names(node, BATCH);
            while (!next.isEmpty()) {
                for (byte[] each : next) {
                    remove(node, each, depth - 1);
                }
                next = names(node, BATCH);
            }
            folder.rmdir(name);
        }
    }

    /** @return the metadata folder in a folder, made if it is missing */
    static FileNode made(FileNode folder) throws FileException {
        try {
            return folder.mkdir(SideNames.FOLDER, 0700);
        } catch (FileException exists) {
            if (exists.errno() != Errno.EEXIST) {
                throw exists;
            }
            return folder.lookup(SideNames.FOLDER);
        }
    }

    /** @return the first names in a folder, so many at most */
    private static List<byte[]> names(FileNode folder, int most) throws FileException {
        List<byte[]> names = new ArrayList<>();
        try (OpenDirectory open = folder.openDirectory()) {
            open.read(OpenDirectory.START, entry -> {
                byte[] name = entry.name();
                boolean dots = name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
                if (!dots && names.size() == most) {
                    return false;
                }
                if (!dots) {
                    names.add(name);
                }
                return true;
            });
        }
        return names;
    }
}
