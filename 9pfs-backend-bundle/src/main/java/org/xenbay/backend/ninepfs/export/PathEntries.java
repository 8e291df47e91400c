// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;

/**
 * What all path entries of a share use.
 *
 * @param budgets what the guest may hold
 * @param quota counts the files that the guest uses, in a share with a quota
 * @param notes notes the path entries
 * @param rights with which closed path entries are found again
 * @param open descriptors that may be closed
 * @param index finds path entries by folder and name
 * @param renames renames that are under way
 */
record PathEntries(
        Budgets budgets,
        @Nullable Quota quota,
        PathEntryNotes notes,
        Rights rights,
        OpenNodes open,
        PathEntryIndex index,
        RunningRenames renames) {

    static PathEntries of(Budgets budgets, @Nullable Quota quota, PathEntryNotes notes, Rights rights) {
        return new PathEntries(
                budgets, quota, notes, rights, new OpenNodes(), new PathEntryIndex(), new RunningRenames());
    }

    /**
     * @param node a share's folder, which is closed with the path entry, and at once when this fails
     * @param budgets what the guest may hold
     * @param notes notes the root and all path entries below it
     * @return the root of the folder, which is used with the process's own rights, and without a quota
     * @throws FileException EMFILE, ENOBUFS
     */
    static PathEntry rootOf(FileNode node, Budgets budgets, PathEntryNotes notes) throws FileException {
        return of(budgets, null, notes, Rights.OWN).root(node);
    }

    /** @return the same with other notes */
    PathEntries notedBy(PathEntryNotes others) {
        return new PathEntries(budgets, quota, others, rights, open, index, renames);
    }

    /**
     * @param node a share's folder
     * @return its root
     * @throws FileException EMFILE, ENOBUFS; the node is closed then
     */
    PathEntry root(FileNode node) throws FileException {
        return entry(node, null, new byte[0]);
    }

    /**
     * @param node a file, closed with the path entry; null for a path entry whose first use opens the file
     * @param folder its folder; a root has none
     * @param name its name there
     * @return its path entry
     * @throws FileException EMFILE, ENOBUFS; the node is closed then
     */
    PathEntry entry(@Nullable FileNode node, @Nullable PathEntry folder, byte[] name) throws FileException {
        PathEntry above = null;
        try {
            above = folder == null ? null : folder.retain();
            budgets.take(node == null ? 0 : 1, PathEntry.cost(name));
        } catch (FileException refused) {
            if (node != null) {
                node.close();
            }
            if (above != null) {
                above.close();
            }
            throw refused;
        }
        return new PathEntry(node, this, above, name);
    }
}
