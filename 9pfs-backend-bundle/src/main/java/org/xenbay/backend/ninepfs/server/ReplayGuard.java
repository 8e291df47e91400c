// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.Owner;
import org.xenbay.backend.ninepfs.export.PathEntry;
import org.xenbay.backend.ninepfs.export.SecurityModel;

/**
 * Prevents a change of a name from being made twice, when a killed process may have made it. Before each change, the journal
 * notes whether the name exists. If a replay finds a name that did not exist, the killed process has created it. If a replay
 * misses a name that existed, the killed process has removed it.
 */
final class ReplayGuard {

    private static final long MISSING = 0;
    private static final long THERE = 1;

    private ReplayGuard() {}

    /** Creates a file. */
    @FunctionalInterface
    interface Maker {
        FileNode make() throws FileException;
    }

    /** Changes a name. */
    @FunctionalInterface
    interface Change {
        void run() throws FileException;
    }

    /** Notes whether a name exists, before it is changed. */
    static void beginEffect(Call call, PathEntry folder, byte[] name) throws FileException {
        if (call.isNoted()) {
            call.beginEffect(folder.node().has(name) ? THERE : MISSING);
        }
    }

    /** @return whether the request fails only because its own first run created the name */
    static boolean isOwnCreation(Call call, FileException failed) {
        return call.isReplay() && failed.errno() == Errno.EEXIST && call.precondition() == MISSING;
    }

    /** @return the file that was created, now or by the first run */
    static FileNode create(
            Call call, SecurityModel files, PathEntry folder, byte[] name, Owner owner, int mode, Maker maker)
            throws FileException {
        beginEffect(call, folder, name);
        try {
            return maker.make();
        } catch (FileException failed) {
            if (!isOwnCreation(call, failed)) {
                throw failed;
            }
            FileNode found = files.lookup(folder, name);
            try (PathEntry entry = folder.child(found.duplicate(), name)) {
                finish(files, entry, owner, mode);
                return found;
            } catch (FileException other) {
                found.close();
                throw other;
            }
        }
    }

    /** Sets a file's owner and permissions. A killed process may not have set them, because they follow the creation. */
    static void finish(SecurityModel files, PathEntry entry, Owner owner, int mode) throws FileException {
        files.finish(entry, owner, files.stat(entry).isSymlink() ? -1 : mode & 07777);
    }

    /** Runs a change that removes a name. */
    static void remove(Call call, PathEntry folder, byte[] name, Change change) throws FileException {
        beginEffect(call, folder, name);
        try {
            change.run();
        } catch (FileException failed) {
            if (!call.isReplay() || failed.errno() != Errno.ENOENT || call.precondition() != THERE) {
                throw failed;
            }
        }
    }

    /** Gives a file another name. */
    static void link(Call call, SecurityModel files, PathEntry target, PathEntry folder, byte[] name)
            throws FileException {
        beginEffect(call, folder, name);
        try {
            files.link(target, folder, name);
        } catch (FileException failed) {
            if (!isOwnCreation(call, failed)) {
                throw failed;
            }
            try (PathEntry there = folder.child(files.lookup(folder, name), name)) {
                if (!FileId.of(files.stat(there)).equals(target.id())) {
                    throw failed;
                }
            }
        }
    }
}
