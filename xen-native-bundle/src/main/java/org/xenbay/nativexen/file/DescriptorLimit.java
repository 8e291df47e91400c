// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.file.FileException;
import org.xenbay.nativexen.libc.FileAbi.Rlimit;
import org.xenbay.nativexen.libc.FileCalls;

/**
 * The limit of this process's descriptors. Each file that a guest has a fid for takes one, and without a service manager
 * Linux allows 4,096.
 */
final class DescriptorLimit {

    /** The most that Linux allows by default (fs.nr_open). */
    private static final long WANTED = 1 << 20;

    private static final long MIN_RESERVE = 512;
    private static final long RESERVE_PART = 16;

    private DescriptorLimit() {}

    /**
     * Raises the limit as far as possible: as root to {@value #WANTED}, otherwise to the hard limit.
     *
     * @return the new limit
     * @throws FileException when the limit cannot be read
     */
    static long raise() throws FileException {
        byte[] limit = new byte[Rlimit.SIZE];
        FileCalls.checked(FileCalls.getrlimit(Rlimit.NOFILE, limit), "limit of descriptors");
        ByteBuffer numbers = ByteBuffer.wrap(limit).order(ByteOrder.nativeOrder());
        long soft = numbers.getLong(Rlimit.SOFT);
        long hard = numbers.getLong(Rlimit.HARD);
        if (Long.compareUnsigned(hard, WANTED) < 0 && set(numbers, WANTED, WANTED)) {
            return WANTED;
        }
        long most = Long.compareUnsigned(hard, WANTED) < 0 ? hard : WANTED;
        return Long.compareUnsigned(soft, most) < 0 && set(numbers, most, hard) ? most : soft;
    }

    /**
     * Reserves a part of all descriptors for other uses than guests' files: the platform itself, consoles, the shell,
     * requests under way, and the next daemon while this one hands over.
     *
     * @param limit of this process
     * @return a budget of the descriptors for all guests
     */
    static FairBudget divided(long limit) {
        long reserve = Math.min(limit / 2, Math.max(MIN_RESERVE, limit / RESERVE_PART));
        return new FairBudget("descriptors", limit - reserve);
    }

    private static boolean set(ByteBuffer numbers, long soft, long hard) {
        numbers.putLong(Rlimit.SOFT, soft).putLong(Rlimit.HARD, hard);
        return FileCalls.setrlimit(Rlimit.NOFILE, numbers.array()) == 0;
    }
}
