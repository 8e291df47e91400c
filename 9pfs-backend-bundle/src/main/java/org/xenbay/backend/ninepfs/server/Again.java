// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.backend.ninepfs.export.FileId;
import org.xenbay.backend.ninepfs.export.Owner;
import org.xenbay.backend.ninepfs.export.Place;
import org.xenbay.backend.ninepfs.export.SecurityModel;

/**
 * Changes of names, which a killed process may have made already. Before each it is noted whether the name is there. So who
 * does it again and finds a name that was not there, has made it; and who misses one that was there, has removed it.
 */
final class Again {

    private static final long MISSING = 0;
    private static final long THERE = 1;

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

    /** Notes whether a name is there, before it is changed. */
    static void begins(Call call, Place folder, byte[] name) throws FileException {
        if (call.isNoted()) {
            call.begins(folder.node().has(name) ? THERE : MISSING);
        }
    }

    /** @return whether the failure is the trace of this request's own first run, which made the name */
    static boolean isMadeBefore(Call call, FileException failed) {
        return call.isAgain() && failed.errno() == Errno.EEXIST && call.before() == MISSING;
    }

    /** @return what was made, now or before */
    static FileNode made(Call call, SecurityModel files, Place folder, byte[] name, Owner owner, int mode, Maker maker)
            throws FileException {
        begins(call, folder, name);
        try {
            return maker.make();
        } catch (FileException failed) {
            if (!isMadeBefore(call, failed)) {
                throw failed;
            }
            FileNode found = files.lookup(folder, name);
            try (Place place = folder.child(found.duplicate(), name)) {
                finish(files, place, owner, mode);
                return found;
            } catch (FileException other) {
                found.close();
                throw other;
            }
        }
    }

    /** Owner and permissions are given after something was made, so they may be missing. */
    static void finish(SecurityModel files, Place place, Owner owner, int mode) throws FileException {
        files.finish(place, owner, files.stat(place).isSymlink() ? -1 : mode & 07777);
    }

    /** Runs a change that takes a name away. */
    static void gone(Call call, Place folder, byte[] name, Change change) throws FileException {
        begins(call, folder, name);
        try {
            change.run();
        } catch (FileException failed) {
            if (!call.isAgain() || failed.errno() != Errno.ENOENT || call.before() != THERE) {
                throw failed;
            }
        }
    }

    /** Gives a file another name. */
    static void linked(Call call, SecurityModel files, Place target, Place folder, byte[] name) throws FileException {
        begins(call, folder, name);
        try {
            files.link(target, folder, name);
        } catch (FileException failed) {
            if (!isMadeBefore(call, failed)) {
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
