package org.xenbay.backend.ninepfs.server;

import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.Owner;
import org.xenbay.backend.ninepfs.export.Place;
import org.xenbay.backend.ninepfs.export.SecurityModel;

/**
 * Changes of names that a killed process may have made already. Who finds what the request would have made, made no earlier
 * than it was begun, has made it; who does not find what it was to remove, has removed it.
 */
final class Again {

    /** The kernel's times of files lag behind the clock by up to one tick, 10 ms at most. */
    private static final long TICK_MILLIS = 20;

    private Again() {}

    /** Makes something with a name. */
    @FunctionalInterface
    interface Maker {
        FileNode make() throws FileException;
    }

    /** Changes a name. */
    @FunctionalInterface
    interface Change {
        void run() throws FileException;
    }

    /** @return what was made, now or before */
    static FileNode made(Call call, SecurityModel files, Place folder, byte[] name, Owner owner, int mode, Maker maker)
            throws FileException {
        call.begins(0);
        try {
            return maker.make();
        } catch (FileException failed) {
            if (!call.isAgain() || failed.errno() != Errno.EEXIST) {
                throw failed;
            }
            FileNode found = files.lookup(folder, name);
            try (Place place = folder.child(found.duplicate(), name)) {
                finish(call, files, place, owner, mode, failed);
                return found;
            } catch (FileException other) {
                found.close();
                throw other;
            }
        }
    }

    /** Owner and permissions are given after something was made, so they may be missing. */
    static void finish(Call call, SecurityModel files, Place place, Owner owner, int mode, FileException otherwise)
            throws FileException {
        FileStat stat = files.stat(place);
        if (!isFresh(call, stat)) {
            throw otherwise;
        }
        files.chown(place, owner.uid(), owner.gid());
        if (!stat.isSymlink()) {
            files.chmod(place, mode & 07777);
        }
    }

    /** Making a file changes it; so what was changed last before the request began is not its. */
    static boolean isFresh(Call call, FileStat stat) {
        long millis = stat.changed().seconds() * 1000 + stat.changed().nanoseconds() / 1_000_000;
        return millis >= call.began() - TICK_MILLIS;
    }

    /** Runs a change that takes a name away. */
    static void gone(Call call, Change change) throws FileException {
        call.begins(0);
        try {
            change.run();
        } catch (FileException failed) {
            if (!call.isAgain() || failed.errno() != Errno.ENOENT) {
                throw failed;
            }
        }
    }

    /** Gives a file another name. */
    static void linked(Call call, SecurityModel files, Place target, Place folder, byte[] name) throws FileException {
        call.begins(0);
        try {
            files.link(target, folder, name);
        } catch (FileException failed) {
            if (!call.isAgain() || failed.errno() != Errno.EEXIST) {
                throw failed;
            }
            try (Place there = folder.child(files.lookup(folder, name), name)) {
                if (!FileId.of(files.stat(there)).equals(target.id())) {
                    throw failed;
                }
            }
        }
    }
}
