// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One lock for each file and folder that is being worked on. So the attributes before a change, the change and the
 * attributes after it are one thing, and a slow change of one file stops nobody who works on another.
 *
 * <p>Order: folders first, all that are needed at once; then files, at most one. A lock is given back by the thread that
 * took it.
 */
final class FileLocks {

    private static final Comparator<FileId> ORDER = Comparator.comparingInt(
                    (FileId id) -> id.device().major())
            .thenComparingInt(id -> id.device().minor())
            .thenComparingLong(FileId::inode);

    /** Counted, so that files nobody works on take no memory. */
    private static final class Counted {
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        private int users;
    }

    /** A lock that was taken. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private final ConcurrentMap<FileId, Counted> locks = new ConcurrentHashMap<>();

    /** For changes that may happen at the same time as others of this kind: the size stays as it is. */
    Held shared(FileId file) {
        return take(file, use(file).readLock());
    }

    /** For changes that nobody else may make at the same time. */
    Held exclusive(FileId file) {
        return take(file, use(file).writeLock());
    }

    /** Both of two folders, which may be the same. */
    Held exclusive(FileId folder, FileId other) {
        List<FileId> order = new ArrayList<>(List.of(folder));
        if (!folder.equals(other)) {
            order.add(other);
            order.sort(ORDER);
        }
        List<Held> held = order.stream().map(this::exclusive).toList();
        return () -> held.forEach(Held::close);
    }

    private Held take(FileId file, Lock lock) {
        lock.lock();
        return () -> {
            lock.unlock();
            locks.computeIfPresent(file, (id, counted) -> --counted.users == 0 ? null : counted);
        };
    }

    private ReentrantReadWriteLock use(FileId file) {
        return locks.compute(file, (id, known) -> {
                    Counted counted = known == null ? new Counted() : known;
                    counted.users++;
                    return counted;
                })
                .lock;
    }

    /** @return number of files that somebody works on, or waits for */
    int size() {
        return locks.size();
    }
}
