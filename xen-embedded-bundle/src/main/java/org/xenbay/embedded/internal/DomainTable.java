// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.xen.XenException;
import org.xenbay.embedded.Usage;

/** All guests by domain id; ids ascend, as a toolstack assigns them, and start again before the reserved ones. */
public final class DomainTable {

    /** Highest id of a real domain (xen/include/public/xen.h, DOMID_FIRST_RESERVED - 1). */
    private static final int MAX_DOMAIN = 0x7FEF;

    private static final int ENOMEM = 12;
    private static final Usage NOTHING = new Usage(0, 0, 0, 0, 0);

    private final ConcurrentMap<Integer, Domain> domains = new ConcurrentSkipListMap<>();

    @GuardedBy("this")
    private int last;

    /** Adds a domain under the next free id. */
    synchronized Domain add(IntFunction<Domain> maker) {
        for (int tried = 0; tried < MAX_DOMAIN; tried++) {
            last = last % MAX_DOMAIN + 1;
            if (!domains.containsKey(last)) {
                Domain domain = maker.apply(last);
                domains.put(last, domain);
                return domain;
            }
        }
        throw new XenException("no free domain id", ENOMEM);
    }

    /** @return the domain if it runs */
    @Nullable
    Domain running(int id) {
        Domain domain = domains.get(id);
        return domain != null && domain.isRunning() ? domain : null;
    }

    /** Removes a domain that has ended, unless pages of it are still mapped: then it stays as a zombie. */
    void bury(Domain domain) {
        if (!domain.isRunning() && domain.pages().granted() == 0) {
            domains.remove(domain.id(), domain);
        }
    }

    List<Domain> all() {
        return new ArrayList<>(domains.values());
    }

    Usage usage() {
        return domains.values().stream().map(Domain::usage).reduce(NOTHING, Usage::plus);
    }

    Usage usage(int id) {
        Domain domain = domains.get(id);
        return domain == null ? NOTHING : domain.usage();
    }
}
