// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Renames of a share's guest that are under way. A rename changes the host first, and the path entries afterwards. In between,
 * the file is already at its new place, and its path entry still has the old one. No thread waits for a rename, because a
 * thread that looks for a file may hold locks that the rename needs. By any thread.
 */
final class RunningRenames {

    /**
     * One rename.
     *
     * @param folder the file's folder before
     * @param name its name there
     * @param newFolder its folder afterwards, which stays open until the rename ends
     * @param newName its name there
     */
    record Rename(FileId folder, byte[] name, PathEntry newFolder, byte[] newName) {

        private boolean isFrom(FileId where, byte[] what) {
            return folder.equals(where) && Arrays.equals(name, what);
        }
    }

    @GuardedBy("this")
    private final List<Rename> underWay = new ArrayList<>();

    @GuardedBy("this")
    private long ended;

    synchronized void begin(Rename rename) {
        underWay.add(rename);
    }

    synchronized void end(Rename rename) {
        underWay.removeIf(each -> each == rename);
        ended++;
    }

    /** @return how many renames have ended */
    synchronized long ended() {
        return ended;
    }

    /** @return the renames under way of the file with this name in this folder */
    synchronized List<Rename> of(FileId folder, byte[] name) {
        return underWay.stream().filter(each -> each.isFrom(folder, name)).toList();
    }
}
