// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xenbay.api.file.FileException;

/**
 * Changes of names that the guest makes. A file that loses its name cannot be found again by it, so what the guest knows of it
 * is open before; a file that is renamed takes its places along. By any thread.
 */
public final class NameChanges {

    private final PlaceIndex index;
    private final Moves moves;

    NameChanges(Places places) {
        this.index = places.index();
        this.moves = places.moves();
    }

    /** Changes names on the host. */
    @FunctionalInterface
    public interface Change {

        /** @throws FileException as the host says */
        void run() throws FileException;
    }

    /** Places that are not closed meanwhile. */
    private static final class Kept implements AutoCloseable {
        private final Deque<Place> places = new ArrayDeque<>();

        void add(Place place) throws FileException {
            Place kept = place.retain();
            try {
                kept.ownNode().begin();
            } catch (FileException failed) {
                kept.close();
                throw failed;
            }
            places.add(kept);
        }

        @Override
        public void close() {
            for (Place each : places) {
                each.ownNode().end();
                each.close();
            }
        }
    }

    /**
     * Takes a name away.
     *
     * @param folder where it is
     * @param name which
     * @param change does so on the host
     * @throws FileException as the change does; EMFILE when what the guest knows of the file cannot be kept open
     */
    public void remove(Place folder, byte[] name, Change change) throws FileException {
        try (Kept kept = new Kept()) {
            keep(kept, folder, name);
            change.run();
        }
    }

    /**
     * Gives a file another name, maybe that of another one, which loses it.
     *
     * @param folder where it is
     * @param name its name there
     * @param newFolder where it is to be
     * @param newName its name there
     * @param change does so on the host
     * @throws FileException as {@link #remove}
     */
    public void move(Place folder, byte[] name, Place newFolder, byte[] newName, Change change) throws FileException {
        try (Kept kept = new Kept()) {
            kept.add(folder);
            kept.add(newFolder);
            keep(kept, newFolder, newName);
            Moves.Move move = new Moves.Move(folder.id(), name, newFolder, newName);
            moves.begin(move);
            try {
                change.run();
                takeAlong(folder, name, newFolder, newName);
            } finally {
                moves.end(move);
            }
        }
    }

    /** A place whose file somebody else has renamed or removed already has nothing to lose. */
    private void keep(Kept kept, Place folder, byte[] name) throws FileException {
        List<Place> found = index.at(folder.id(), name);
        try {
            for (Place each : found) {
                try {
                    kept.add(each);
                } catch (FileException failed) {
                    if (!Way.isLost(failed)) {
                        throw failed;
                    }
                }
            }
        } finally {
            found.forEach(Place::close);
        }
    }

    private void takeAlong(Place folder, byte[] name, Place newFolder, byte[] newName) throws FileException {
        List<Place> moved = index.at(folder.id(), name);
        List<Place> left = new ArrayList<>();
        try {
            synchronized (this) {
                Set<Place> way = way(newFolder);
                for (Place each : moved) {
                    if (!way.contains(each)) {
                        each.moveTo(newFolder, newName, left);
                    }
                }
            }
        } finally {
            left.forEach(Place::close);
            moved.forEach(Place::close);
        }
    }

    /**
     * What was renamed behind this share's back can make a file appear to be in itself: it stays where it was then, as a ring
     * of places would never be closed. The way up is gone once, however many places there are.
     */
    private static Set<Place> way(Place folder) {
        Set<Place> way = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Optional<Place> above = Optional.of(folder);
                above.isPresent();
                above = above.get().folder()) {
            way.add(above.get());
        }
        return way;
    }
}
