// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Summarises exceptions: a printed stack trace in one line, with the causes and the first place in the author's own code.
 */
final class StackText {

    private static final Pattern FRAME = Pattern.compile("\\s+at (?:\\S*/)?([\\w.$]+)\\.([\\w$<>]+)\\(([^)]*)\\).*");
    private static final String CAUSED = "Caused by: ";
    private static final String BY_REFLECTION = "java.lang.reflect.InvocationTargetException";
    private static final int MOST = 400;

    private StackText() {}

    /**
     * @param thrown an exception
     * @return its innermost cause; itself when it has none
     */
    static Throwable rootOf(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /**
     * @param trace as {@link Throwable#printStackTrace()} prints it; may be null
     * @param own tells whether a class name is the author's
     * @return the line
     */
    static String oneLine(String trace, Predicate<String> own) {
        List<String> thrown = new ArrayList<>();
        String place = "";
        for (String line : String.valueOf(trace).lines().toList()) {
            Matcher frame = FRAME.matcher(line);
            if (frame.matches()) {
                if (place.isEmpty() && own.test(frame.group(1))) {
                    place = " at " + frame.group(1) + "." + frame.group(2) + "(" + frame.group(3) + ")";
                }
            } else if (line.startsWith(CAUSED)) {
                thrown.add(line.substring(CAUSED.length()));
            } else if (thrown.isEmpty()) {
                thrown.add(line);
            }
        }
        if (thrown.size() > 1 && thrown.get(0).startsWith(BY_REFLECTION)) {
            thrown.remove(0);
        }
        String text = String.join(", caused by ", thrown);
        return (text.length() > MOST ? text.substring(0, MOST) + "…" : text) + place;
    }
}
