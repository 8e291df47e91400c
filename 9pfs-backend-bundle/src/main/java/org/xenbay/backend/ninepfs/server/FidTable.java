// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.export.Budgets;
import org.xenbay.backend.ninepfs.export.Cost;
import org.xenbay.backend.ninepfs.wire.Wire;

/** The fids of one session. */
final class FidTable {

    private final ConcurrentHashMap<Integer, Fid> fids = new ConcurrentHashMap<>();
    private final int most;
    private final Budgets budgets;
    private volatile boolean closed;

    /**
     * @param most how many there may be
     * @param budgets what the guest may hold
     */
    FidTable(int most, Budgets budgets) {
        this.most = most;
        this.budgets = budgets;
    }

    Fid get(int number) throws FileException {
        return known(number, fids.get(number));
    }

    private static Fid known(int number, @Nullable Fid fid) throws FileException {
        if (fid == null) {
            throw new FileException(
                    Errno.EBADF, "use of fid " + Integer.toUnsignedString(number) + ", which does not exist");
        }
        return fid;
    }

    Optional<Fid> find(int number) {
        return Optional.ofNullable(fids.get(number));
    }

    /** @throws FileException EINVAL when the number is taken, EMFILE when there are too many */
    void checkFree(int number) throws FileException {
        if (number == Wire.NOFID || fids.containsKey(number)) {
            throw new FileException(Errno.EINVAL, "fid " + Integer.toUnsignedString(number) + " is taken");
        }
        if (fids.size() >= most) {
            throw new FileException(Errno.EMFILE, "more than " + most + " fids");
        }
    }

    /** Adds a fid, or closes it and fails. */
    void add(Fid fid) throws FileException {
        try {
            checkFree(fid.number());
            budgets.take(0, Cost.FID);
        } catch (FileException refused) {
            fid.close();
            throw refused;
        }
        if (fids.putIfAbsent(fid.number(), fid) != null) {
            budgets.give(0, Cost.FID);
            fid.close();
            throw new FileException(Errno.EINVAL, "fid " + Integer.toUnsignedString(fid.number()) + " is taken");
        }
        if (closed && fids.remove(fid.number(), fid)) {
            budgets.give(0, Cost.FID);
            fid.close();
        }
    }

    /** Replaces a fid that is still in the table by another one of the same number; the caller closes the old one. */
    void replace(Fid last, Fid next) throws FileException {
        if (!fids.replace(last.number(), last, next)) {
            next.close();
            throw new FileException(Errno.EBADF, "fid " + Integer.toUnsignedString(last.number()) + " is gone");
        }
    }

    /** @return the fid, which the caller closes */
    Fid remove(int number) throws FileException {
        Fid fid = known(number, fids.remove(number));
        budgets.give(0, Cost.FID);
        return fid;
    }

    Collection<Fid> all() {
        return fids.values();
    }

    int size() {
        return fids.size();
    }

    /** Closes all fids, and those that are added later. */
    void close() {
        closed = true;
        for (Integer number : fids.keySet()) {
            Fid fid = fids.remove(number);
            if (fid != null) {
                budgets.give(0, Cost.FID);
                fid.close();
            }
        }
    }
}
