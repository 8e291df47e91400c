// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * All places of a share by folder and name, those on the way to a fid as well. A table of chains that go through the places
 * themselves, as there are many. A place's folder and name change only while the place is not in here. By any thread.
 */
final class PlaceIndex {

    private static final int LEAST = 16;

    /** A guest chooses the names: it cannot know which of them meet in one chain. */
    private final long factor = ThreadLocalRandom.current().nextLong() | 1;

    private Place[] chains = {};
    private int size;

    synchronized void add(Place place) {
        if (size >= chains.length) {
            grow();
        }
        put(place);
        size++;
    }

    private void put(Place place) {
        int chain = chain(place.folderNow().id(), place.nameNow());
        place.nextInChain = chains[chain];
        chains[chain] = place;
    }

    private void grow() {
        Place[] before = chains;
        chains = new Place[Math.max(LEAST, 2 * before.length)];
        for (Place head : before) {
            Place each = head;
            while (each != null) {
                Place next = each.nextInChain;
                put(each);
                each = next;
            }
        }
    }

    /** Does nothing when it is not in here. */
    synchronized void remove(Place place) {
        if (chains.length == 0) {
            return;
        }
        int chain = chain(place.folderNow().id(), place.nameNow());
        Place before = null;
        for (Place each = chains[chain]; each != null; each = each.nextInChain) {
            if (each == place) {
                if (before == null) {
                    chains[chain] = place.nextInChain;
                } else {
                    before.nextInChain = place.nextInChain;
                }
                place.nextInChain = null;
                size--;
                return;
            }
            before = each;
        }
    }

    /**
     * @param folder a folder
     * @param name a name
     * @return the places that were reached from this folder under this name, each to be closed
     */
    synchronized List<Place> at(FileId folder, byte[] name) {
        List<Place> found = new ArrayList<>();
        if (chains.length > 0) {
            for (Place each = chains[chain(folder, name)]; each != null; each = each.nextInChain) {
                if (each.isAt(folder, name) && each.tryRetain()) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    /** The high bits, which depend on all of the name. */
    private int chain(FileId folder, byte[] name) {
        long hash = folder.inode() * factor + folder.device().encoded();
        for (byte each : name) {
            hash = (hash + each) * factor;
        }
        return (int) (hash >>> Integer.SIZE) & chains.length - 1;
    }
}
