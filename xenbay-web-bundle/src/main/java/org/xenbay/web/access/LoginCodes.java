// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Words that log in once, soon after an operator has asked for one. From any thread. */
public final class LoginCodes {

    static final long VALID_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int MAX_CODES = 8;

    private record Code(byte[] digest, long made) {}

    private final LongSupplier clock;

    @GuardedBy("this")
    private final Map<Long, Code> codes = new LinkedHashMap<>();

    @GuardedBy("this")
    private long next;

    /** @param clock nanoseconds since any moment */
    public LoginCodes(LongSupplier clock) {
        this.clock = clock;
    }

    /** @return a new one; of many that nobody uses, the oldest does not count any more */
    public synchronized String make() {
        String code = Secrets.make();
        if (codes.size() >= MAX_CODES) {
            codes.remove(codes.keySet().iterator().next());
        }
        codes.put(next++, new Code(Secrets.digest(code), clock.getAsLong()));
        return code;
    }

    /**
     * @param offered by somebody
     * @return full access, this once; empty when it is none that counts
     */
    public synchronized Optional<Access> use(String offered) {
        long now = clock.getAsLong();
        codes.values().removeIf(code -> now - code.made > VALID_NANOS);
        boolean found = codes.values().removeIf(code -> Secrets.isSame(code.digest, offered));
        return found ? Optional.of(Access.FULL) : Optional.empty();
    }
}
