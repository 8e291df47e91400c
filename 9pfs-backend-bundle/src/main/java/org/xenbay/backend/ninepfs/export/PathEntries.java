// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;

/**
 * What all path entries of a share have in common.
 *
 * @param budgets what the guest may hold
 * @param quota told which files the guest has; null for none
 * @param notes takes note of them
 * @param rights with which closed ones are found again
 * @param open those whose descriptors may be closed
 * @param index finds them by folder and name
 * @param renames renames that are under way
 */
record PathEntries(
        Budgets budgets,
        Quota quota,
        PathEntryNotes notes,
        Rights rights,
        OpenNodes open,
        PathEntryIndex index,
        RunningRenames renames) {

    static PathEntries of(Budgets budgets, Quota quota, PathEntryNotes notes, Rights rights) {
        return new PathEntries(budgets, quota, notes, rights, new OpenNodes(), new PathEntryIndex(), new RunningRenames());
    }

    /** @return the same, of which somebody else takes note */
    PathEntries notedBy(PathEntryNotes others) {
        return new PathEntries(budgets, quota, others, rights, open, index, renames);
    }

    /**
     * @param node a share's folder
     * @return the root of it
     * @throws FileException EMFILE, ENOBUFS; the node is closed then
     */
    PathEntry root(FileNode node) throws FileException {
        return entry(node, null, new byte[0]);
    }

    /**
     * @param node a file, closed with the path entry; null when it is not open
     * @param folder where it was found; null for a root
     * @param name its name there
     * @return its path entry
     * @throws FileException EMFILE, ENOBUFS; the node is closed then
     */
    PathEntry entry(FileNode node, PathEntry folder, byte[] name) throws FileException {
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
