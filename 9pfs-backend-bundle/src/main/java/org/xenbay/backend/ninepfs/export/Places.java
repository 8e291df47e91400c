package org.xenbay.backend.ninepfs.export;

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
}
