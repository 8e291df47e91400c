// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xenbay.update.DeviceOutcome.Kind;

/**
 * Decides from the outcomes of devices whether new code works (ADR 27). A failure that one guest can cause does not count
 * against the code, and the success of a single guest does not count for it when others fail: guests are counted, not
 * devices.
 */
final class UpdateAssessment {

    /** Number of guests that have to fail, because a single guest may have caused its device's failure. */
    private static final int SEVERAL = 2;

    private UpdateAssessment() {}

    /**
     * @param outcomes outcomes of all devices that were served before
     * @return why the earlier version has to be restored; empty when the new one works
     */
    static Optional<String> of(Collection<DeviceOutcome> outcomes) {
        Set<Integer> refused = guests(outcomes, Kind.REFUSED);
        Set<Integer> served = guests(outcomes, Kind.SERVED);
        Set<Integer> unserved = guests(outcomes, Kind.LOST, Kind.PENDING);
        unserved.addAll(refused);
        if (served.isEmpty() && !refused.isEmpty()) {
            return Optional.of(
                    "it takes over none of " + outcomes.size() + " devices: " + first(outcomes, Kind.REFUSED));
        }
        if (served.isEmpty() && unserved.size() >= SEVERAL) {
            return Optional.of("no device of " + unserved.size() + " guests is served: "
                    + first(outcomes, Kind.LOST, Kind.PENDING));
        }
        Set<Integer> content = new HashSet<>(served);
        content.removeAll(refused);
        if (refused.size() >= SEVERAL && refused.size() > content.size()) {
            return Optional.of("it refuses devices of " + refused.size() + " guests and serves those of "
                    + content.size() + ": " + first(outcomes, Kind.REFUSED));
        }
        return Optional.empty();
    }

    /** @return whether the decision cannot change any more */
    static boolean isSettled(Collection<DeviceOutcome> outcomes) {
        return outcomes.stream().noneMatch(outcome -> outcome.is(Kind.PENDING));
    }

    private static Set<Integer> guests(Collection<DeviceOutcome> outcomes, Kind... kinds) {
        return outcomes.stream()
                .filter(outcome -> List.of(kinds).contains(outcome.kind()))
                .map(DeviceOutcome::guest)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String first(Collection<DeviceOutcome> outcomes, Kind... kinds) {
        return outcomes.stream()
                .filter(outcome -> List.of(kinds).contains(outcome.kind()))
                .findFirst()
                .map(outcome -> outcome.id() + ": " + outcome.why())
                .orElse("");
    }
}
