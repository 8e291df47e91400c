// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The part of JSON (RFC 8259) that QMP's commands need: checks that a text is one object, and finds its members' values
 * unparsed.
 */
final class JsonObject {

    /** Deepest nesting that a client's text may have. */
    private static final int MAX_DEPTH = 32;

    private static final Pattern LITERAL =
            Pattern.compile("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;
    private int at;

    private JsonObject(String text) {
        this.text = text;
    }

    /**
     * @return the object's members, each value as unparsed text; the last one of members with the same name
     * @throws IllegalArgumentException when the text is not a JSON object
     */
    static Map<String, String> members(String text) {
        JsonObject reader = new JsonObject(text);
        Map<String, String> members = new LinkedHashMap<>();
        reader.skipBlanks();
        reader.object(0, members);
        reader.skipBlanks();
        if (reader.at < text.length()) {
            throw reader.fault("more text");
        }
        return members;
    }

    /**
     * @param value a value from {@link #members}
     * @return the string
     * @throws IllegalArgumentException when it is not a string
     */
    static String string(String value) {
        return new JsonObject(value).string();
    }

    private void object(int depth, Map<String, String> members) {
        expect('{');
        skipBlanks();
        if (accept('}')) {
            return;
        }
        do {
            skipBlanks();
            String name = string();
            skipBlanks();
            expect(':');
            skipBlanks();
            int start = at;
            value(depth + 1);
            members.put(name, text.substring(start, at));
            skipBlanks();
        } while (accept(','));
        expect('}');
    }

    private void array(int depth) {
        expect('[');
        skipBlanks();
        if (accept(']')) {
            return;
        }
        do {
            skipBlanks();
            value(depth + 1);
            skipBlanks();
        } while (accept(','));
        expect(']');
    }

    private void value(int depth) {
        if (depth > MAX_DEPTH) {
            throw fault("nested too deeply");
        }
        switch (peek()) {
            case '{' -> object(depth, new LinkedHashMap<>());
            case '[' -> array(depth);
            case '"' -> string();
            default -> literal();
        }
    }

    private void literal() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (!LITERAL.matcher(text).region(start, at).matches()) {
            at = start;
            throw fault("no value");
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw fault("a control character in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw fault("no such escape");
        };
    }

    private char unicode() {
        int end = at + 4;
        if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]{4}")) {
            throw fault("four hexadecimal digits are missing");
        }
        char c = (char) Integer.parseInt(text.substring(at, end), 16);
        at = end;
        return c;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw fault("it ends too early");
        }
        return text.charAt(at);
    }

    private boolean accept(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw fault("'" + c + "' is missing");
        }
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("not a JSON object: " + what + " at character " + (at + 1));
    }
}
