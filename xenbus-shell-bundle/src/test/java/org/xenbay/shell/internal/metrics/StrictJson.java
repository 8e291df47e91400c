// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads JSON (RFC 8259) and nothing else: maps, lists, texts, doubles, booleans and null. */
final class StrictJson {

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
    private static final Pattern TEXT =
            Pattern.compile("\"((?:[^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

    private final String text;
    private int at;

    private StrictJson(String text) {
        this.text = text;
    }

    static @Nullable Object read(String text) {
        StrictJson json = new StrictJson(text);
        Object value = json.value();
        json.blank();
        if (json.at < text.length()) {
            throw json.wrong("the end");
        }
        return value;
    }

    private IllegalArgumentException wrong(String wanted) {
        return new IllegalArgumentException(wanted + " is missing at character " + at);
    }

    private void blank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(String word) {
        blank();
        boolean there = text.startsWith(word, at);
        at += there ? word.length() : 0;
        return there;
    }

    private void expect(String word) {
        if (!take(word)) {
            throw wrong(word);
        }
    }

    private @Nullable Object value() {
        if (take("{")) {
            return object();
        } else if (take("[")) {
            return array();
        } else if (take("true")) {
            return true;
        } else if (take("false")) {
            return false;
        } else if (take("null")) {
            return null;
        }
        return at < text.length() && text.charAt(at) == '"'
                ? string()
                : Double.valueOf(next(NUMBER).group());
    }

    private Matcher next(Pattern pattern) {
        blank();
        Matcher found = pattern.matcher(text).region(at, text.length());
        if (!found.lookingAt()) {
            throw wrong("a value");
        }
        at = found.end();
        return found;
    }

    private String string() {
        return ESCAPE.matcher(next(TEXT).group(1))
                .replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape.group(1))));
    }

    private static String unescaped(String escape) {
        if (escape.length() > 1) {
            return Character.toString(Integer.parseInt(escape.substring(1), 16));
        }
        return escape.equals("/") ? escape : ("\\" + escape).translateEscapes();
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (take("}")) {
            return map;
        }
        do {
            String key = string();
            expect(":");
            map.put(key, value());
        } while (take(","));
        expect("}");
        return map;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> list = new ArrayList<>();
        if (take("]")) {
            return list;
        }
        do {
            list.add(value());
        } while (take(","));
        expect("]");
        return list;
    }
}
