// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.file.FileException;
import org.xenbay.nativexen.libc.FileAbi.Rlimit;
import org.xenbay.nativexen.libc.FileCalls;

/**
 * How many descriptors this process may have. Each file that a guest knows takes one, and where no service manager says
 * otherwise Linux allows 4,096.
 */
final class DescriptorLimit {

    /** The most that Linux allows unless told otherwise (fs.nr_open). */
    private static final long WANTED = 1 << 20;

    private static final long MIN_RESERVE = 512;
    private static final long RESERVE_PART = 16;

    private DescriptorLimit() {}

    /**
     * Raises the limit as far as this process may: root's to {@value #WANTED}, another's to what it was given at most.
     *
     * @return what it is then
     * @throws FileException when it cannot even be asked for
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
     * Of all descriptors a part stays for what is not a guest's: the platform itself, consoles, the shell, requests that are
     * being carried out, and what the next daemon opens while this one hands over.
     *
     * @param limit how many this process may have
     * @return those that guests may hold together
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
