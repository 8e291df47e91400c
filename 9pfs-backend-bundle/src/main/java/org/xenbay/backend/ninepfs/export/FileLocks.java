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
 * One lock for each file and folder that is being changed. The lock prevents other changes between the reading of the
 * attributes before a change and after it. A slow change of one file does not delay changes of other files.
 *
 * <p>Order: first all folders that are needed, at once; then at most one file. The thread that took a lock releases it.
 */
final class FileLocks {

    private static final Comparator<FileId> ORDER = Comparator.comparingInt(
                    (FileId id) -> id.device().major())
            .thenComparingInt(id -> id.device().minor())
            .thenComparingLong(FileId::inode);

    /** Reference-counted, so that files that are not being changed take no memory. */
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

    /** Lock for changes that may run concurrently with others of this kind, because they do not change the size. */
    Held shared(FileId file) {
        return take(file, use(file).readLock());
    }

    /** Lock for changes that must run alone. */
    Held exclusive(FileId file) {
        return take(file, use(file).writeLock());
    }

    /** Locks two folders, which may be the same. */
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
}
