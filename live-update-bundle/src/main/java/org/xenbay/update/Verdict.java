// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.xenbay.update.Fate.Kind;

/**
 * Decides from the outcomes of devices whether new code works (ADR 27). A failure that one guest can cause does not count
 * against the code, and the success of a single guest does not count for it when others fail: guests are counted, not
 * devices.
 */
final class Verdict {

    /** Guests that have to fail: a single one may have caused its device's failure. */
    private static final int SEVERAL = 2;

    private Verdict() {}

    /**
     * @param fates outcomes of all devices that were served before
     * @return why the earlier version is to be put back; empty when the new one does
     */
    static String of(Collection<Fate> fates) {
        Set<Integer> refused = guests(fates, Kind.REFUSED);
        Set<Integer> served = guests(fates, Kind.SERVED);
        Set<Integer> unserved = guests(fates, Kind.LOST, Kind.PENDING);
        unserved.addAll(refused);
        if (served.isEmpty() && !refused.isEmpty()) {
            return "it takes over none of " + fates.size() + " devices: " + first(fates, Kind.REFUSED);
        }
        if (served.isEmpty() && unserved.size() >= SEVERAL) {
            return "no device of " + unserved.size() + " guests goes on: " + first(fates, Kind.LOST, Kind.PENDING);
        }
        Set<Integer> content = new HashSet<>(served);
        content.removeAll(refused);
        if (refused.size() >= SEVERAL && refused.size() > content.size()) {
            return "it refuses devices of " + refused.size() + " guests and serves those of " + content.size() + ": "
                    + first(fates, Kind.REFUSED);
        }
        return "";
    }

    /** @return whether the decision cannot change any more */
    static boolean isSettled(Collection<Fate> fates) {
        return fates.stream().noneMatch(fate -> fate.is(Kind.PENDING));
    }

    private static Set<Integer> guests(Collection<Fate> fates, Kind... kinds) {
        return fates.stream()
                .filter(fate -> List.of(kinds).contains(fate.kind()))
                .map(Fate::guest)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String first(Collection<Fate> fates, Kind... kinds) {
        return fates.stream()
                .filter(fate -> List.of(kinds).contains(fate.kind()))
                .findFirst()
                .map(fate -> fate.id() + ": " + fate.why())
                .orElse("");
    }
}
