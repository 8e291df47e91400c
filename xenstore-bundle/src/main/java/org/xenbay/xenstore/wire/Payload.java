// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.wire;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Payloads are sequences of strings, each followed by a NUL byte. A WRITE has its value at the end, without a NUL.
 *
 * <p>Strings are decoded byte by byte (ISO 8859-1), so that each client gets its token back unchanged.
 */
public final class Payload {

    /** How names, tokens and numbers become bytes. */
    public static final Charset CHARSET = StandardCharsets.ISO_8859_1;

    private static final byte[] EMPTY = {};

    private Payload() {}

    /**
     * @param strings texts without NUL
     * @return the strings, a NUL after each
     */
    public static byte[] ofStrings(String... strings) {
        return ofStrings(Arrays.asList(strings));
    }

    /**
     * @param strings texts without NUL
     * @return the strings, a NUL after each
     */
    public static byte[] ofStrings(List<String> strings) {
        int length = 0;
        for (String string : strings) {
            length += string.length() + 1;
        }
        byte[] payload = new byte[length];
        int at = 0;
        for (String string : strings) {
            at = put(string, payload, at);
        }
        return payload;
    }

    /**
     * @param string a text without NUL, such as a path
     * @param value any bytes
     * @return the string, a NUL, and the value without a NUL
     */
    public static byte[] ofStringAndValue(String string, byte[] value) {
        byte[] payload = new byte[string.length() + 1 + value.length];
        System.arraycopy(value, 0, payload, put(string, payload, 0), value.length);
        return payload;
    }

    /**
     * @param payload a payload
     * @return its strings; empty when it does not end with a NUL. An empty payload has no strings
     */
    public static Optional<List<String>> strings(byte[] payload) {
        if (payload.length > 0 && payload[payload.length - 1] != 0) {
            return Optional.empty();
        }
        List<String> strings = new ArrayList<>();
        for (int at = 0; at < payload.length; ) {
            int end = end(payload, at);
            strings.add(new String(payload, at, end - at, CHARSET));
            at = end + 1;
        }
        return Optional.of(strings);
    }

    /**
     * @param payload a payload
     * @return its first string; empty without a NUL
     */
    public static Optional<String> firstString(byte[] payload) {
        int end = end(payload, 0);
        return end == payload.length ? Optional.empty() : Optional.of(new String(payload, 0, end, CHARSET));
    }

    /**
     * @param payload a payload that begins with a string
     * @return the bytes after the first NUL
     */
    public static byte[] afterFirstString(byte[] payload) {
        int end = end(payload, 0);
        return end >= payload.length - 1 ? EMPTY : Arrays.copyOfRange(payload, end + 1, payload.length);
    }

    private static int end(byte[] payload, int from) {
        int end = from;
        while (end < payload.length && payload[end] != 0) {
            end++;
        }
        return end;
    }

    private static int put(String string, byte[] payload, int at) {
        if (string.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a string in a XenStore message holds no NUL");
        }
        byte[] bytes = string.getBytes(CHARSET);
        System.arraycopy(bytes, 0, payload, at, bytes.length);
        return at + bytes.length + 1;
    }
}
