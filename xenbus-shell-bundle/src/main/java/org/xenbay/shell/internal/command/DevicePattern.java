// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.device.DeviceId;

/**
 * Selects devices: {@code 5/console/1} selects one device, {@code 5/console} those of a type in a domain, {@code 5} those of a
 * domain, {@code console} those of a type in all domains; {@code *} matches any text.
 */
final class DevicePattern {
    /** The help on a pattern. */
    static final String MEANING = "part of an id, such as 5 or console or 5/console/1; * stands for any text";

    private static final int PARTS = 3;

    private final Pattern pattern;

    private DevicePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static DevicePattern of(String text) {
        List<String> parts = Arrays.asList(text.split("/", -1));
        if (parts.size() > PARTS || parts.contains("")) {
            throw new CommandMisuse("not a part of a device id (domain/type/number): " + text);
        }
        String regex = parts.stream().map(DevicePattern::regex).collect(Collectors.joining("/"));
        boolean beginsWithDomain = parts.size() == PARTS || parts.get(0).matches("[0-9][0-9*]*");
        String before = beginsWithDomain ? "" : "(?:[^/]+/)?";
        return new DevicePattern(Pattern.compile(before + regex + "(?:/.*)?"));
    }

    /** Reduces several stars in a row to one: they mean the same, and would take a matcher unbounded time. */
    private static String regex(String part) {
        return Arrays.stream(part.replaceAll("\\*+", "*").split("(?=\\*)|(?<=\\*)"))
                .map(piece -> piece.equals("*") ? "[^/]*" : Pattern.quote(piece))
                .collect(Collectors.joining());
    }

    boolean matches(DeviceId id) {
        return pattern.matcher(id.toString()).matches();
    }
}
