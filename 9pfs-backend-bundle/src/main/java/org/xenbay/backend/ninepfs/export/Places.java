// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;

/**
 * What all places of a share have in common.
 *
 * @param budgets what the guest may hold
 * @param quota told which files the guest has; null for none
 * @param notes takes note of them
 * @param rights with which closed ones are found again
 * @param open those whose descriptors may be closed
 * @param index finds them by folder and name
 * @param moves renames that are under way
 */
record Places(
        Budgets budgets, Quota quota, PlaceNotes notes, Rights rights, OpenNodes open, PlaceIndex index, Moves moves) {

    static Places of(Budgets budgets, Quota quota, PlaceNotes notes, Rights rights) {
        return new Places(budgets, quota, notes, rights, new OpenNodes(), new PlaceIndex(), new Moves());
    }

    /** @return the same, of which somebody else takes note */
    Places notedBy(PlaceNotes others) {
        return new Places(budgets, quota, others, rights, open, index, moves);
    }

    /**
     * @param node a share's folder
     * @return the root of it
     * @throws FileException EMFILE, ENOBUFS; the node is closed then
     */
    Place root(FileNode node) throws FileException {
        return place(node, null, new byte[0]);
    }

    /**
     * @param node a file, closed with the place; null when it is not open
     * @param folder where it was found; null for a root
     * @param name its name there
     * @return its place
     * @throws FileException EMFILE, ENOBUFS; the node is closed then
     */
    Place place(FileNode node, Place folder, byte[] name) throws FileException {
        Place above = null;
        try {
            above = folder == null ? null : folder.retain();
            budgets.take(node == null ? 0 : 1, Place.cost(name));
        } catch (FileException refused) {
            if (node != null) {
                node.close();
            }
            if (above != null) {
                above.close();
            }
            throw refused;
        }
        return new Place(node, this, above, name);
    }
}
