// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.Map;
import java.util.function.Function;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo;
import org.xenbay.api.text.Glob;

/**
 * A rule that assigns a source to a guest.
 *
 * @param text as it was written
 * @param part the property of the source that is compared
 * @param source pattern of the property
 * @param guest the guest, as it was written
 */
record Rule(String text, Function<SourceInfo, String> part, Glob source, String guest) {

    private static final String ARROW = "->";
    private static final String UNIQUE_ID = "unique-id=";
    private static final String SAME_SEAT = "same-seat";

    private static final Map<String, Function<SourceInfo, String>> PARTS = Map.of(
            "id", SourceInfo::id, "name", SourceInfo::name, "hardware", SourceInfo::hardware, "seat", SourceInfo::seat);

    /** @throws IllegalArgumentException when the text is not a rule; the message says why */
    static Rule parse(String text) {
        int arrow = text.indexOf(ARROW);
        String source = arrow < 0 ? "" : text.substring(0, arrow).strip();
        String guest = arrow < 0 ? "" : text.substring(arrow + ARROW.length()).strip();
        if (source.isEmpty() || guest.isEmpty()) {
            throw new IllegalArgumentException(
                    "assign is <source> -> <guest>, such as seat=seat1 -> desk; not " + text);
        }
        if (source.equals("*")) {
            return new Rule(text, SourceInfo::id, Glob.of("*"), guest);
        }
        int equals = source.indexOf('=');
        Function<SourceInfo, String> part = equals < 0 ? null : PARTS.get(source.substring(0, equals));
        if (part == null) {
            throw new IllegalArgumentException(
                    "a source is *, id=…, name=…, hardware=… or seat=…, not " + source + " in " + text);
        }
        return new Rule(text, part, Glob.of(source.substring(equals + 1)), guest);
    }

    boolean isFor(SourceInfo info) {
        return source.matches(part.apply(info));
    }

    boolean leadsTo(SourceInfo info, InputTarget target) {
        if (guest.equals(SAME_SEAT)) {
            return !target.uniqueId().isEmpty() && target.uniqueId().equals(info.seat());
        }
        if (guest.startsWith(UNIQUE_ID)) {
            return guest.substring(UNIQUE_ID.length()).equals(target.uniqueId());
        }
        return guest.equals(target.domainName()) || guest.equals(target.device().toString());
    }
}
