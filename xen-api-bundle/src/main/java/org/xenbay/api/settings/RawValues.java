// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.settings;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the raw value of a key: a text, number or boolean, or an array or collection of them. File Install delivers a list in
 * quotes and brackets as one text when it did not recognise another line of the file, so this class reads both forms.
 */
final class RawValues {

    private static final int MAX_SHOWN = 120;

    private RawValues() {}

    /** @return the only value, without blanks and quotes around it */
    static String scalar(Object raw) {
        List<String> values = elements(raw);
        if (values.size() > 1) {
            throw new IllegalArgumentException("there are " + values.size() + " values");
        }
        return values.isEmpty() ? "" : unquoted(values.get(0));
    }

    /** @return all values, without blanks around them; empty ones are left out */
    static List<String> list(Object raw, String separator) {
        List<String> values = new ArrayList<>();
        for (String element : elements(raw)) {
            String text = element.strip();
            boolean bracketed =
                    text.startsWith("[") && text.endsWith("]") || text.startsWith("(") && text.endsWith(")");
            values.addAll(bracketed ? quoted(text.substring(1, text.length() - 1)) : split(text, separator));
        }
        return values.stream()
                .map(RawValues::unquoted)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<String> split(String text, String separator) {
        return Arrays.asList(text.split(separator));
    }

    /** Splits at commas outside of quotes. A backslash makes the next character literal. */
    private static List<String> quoted(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                value.append(text.charAt(++i));
            } else if (c == '"') {
                inside = !inside;
            } else if (c == ',' && !inside) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }

    private static String unquoted(String text) {
        String stripped = text.strip();
        boolean quotes = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return quotes ? stripped.substring(1, stripped.length() - 1).strip() : stripped;
    }

    private static List<String> elements(@Nullable Object raw) {
        if (raw == null) {
            return List.of();
        }
        if (raw instanceof Collection<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        if (raw.getClass().isArray()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < Array.getLength(raw); i++) {
                values.add(String.valueOf(Array.get(raw, i)));
            }
            return values;
        }
        return List.of(raw.toString());
    }

    /** @return for operators: one line of limited length */
    static String text(@Nullable Object raw) {
        String text = elements(raw).stream().collect(Collectors.joining(", ")).replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
