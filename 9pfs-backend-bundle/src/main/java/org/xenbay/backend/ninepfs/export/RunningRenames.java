// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Renames of a share's guest that are under way. Between what a rename does on the host and what it does to the path entries, a
 * file is not where its path entry says, but where the rename moves it. Nobody waits for a rename: who looks for a file may
 * hold locks that a rename needs. By any thread.
 */
final class RunningRenames {

    /**
     * One rename.
     *
     * @param folder where the file is before
     * @param name its name there
     * @param newFolder where it is afterwards, open until then
     * @param newName its name there
     */
    record Rename(FileId folder, byte[] name, PathEntry newFolder, byte[] newName) {

        private boolean isFrom(FileId where, byte[] what) {
            return folder.equals(where) && Arrays.equals(name, what);
        }
    }

    private final List<Rename> underWay = new ArrayList<>();
    private long ended;

    synchronized void begin(Rename rename) {
        underWay.add(rename);
    }

    synchronized void end(Rename rename) {
        underWay.removeIf(each -> each == rename);
        ended++;
    }

    /** @return how many have ended */
    synchronized long ended() {
        return ended;
    }

    /** @return those under way of what has this name in this folder */
    synchronized List<Rename> of(FileId folder, byte[] name) {
        return underWay.stream().filter(each -> each.isFrom(folder, name)).toList();
    }
}
