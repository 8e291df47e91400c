// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.util.List;
import java.util.OptionalInt;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.wire.Payload;

/** Parses request payloads; every malformed one is EINVAL. */
final class Arguments {

    private static final int MAX_RELATIVE_PATH = 2048;
    private static final int MAX_DOMAIN = 0xFFFF;

    private final String home;

    /** @param domain the domain whose home is the start of relative paths */
    Arguments(int domain) {
        this.home = StorePath.ofDomain(domain) + "/";
    }

    List<String> exactly(int count, byte[] payload) {
        List<String> strings = atLeast(count, payload);
        if (strings.size() != count) {
            throw new Refusal(StoreError.EINVAL);
        }
        return strings;
    }

    List<String> atLeast(int count, byte[] payload) {
        List<String> strings = Payload.strings(payload).orElseThrow(() -> new Refusal(StoreError.EINVAL));
        if (strings.size() < count) {
            throw new Refusal(StoreError.EINVAL);
        }
        return strings;
    }

    String only(byte[] payload) {
        return exactly(1, payload).get(0);
    }

    String first(byte[] payload) {
        return Payload.firstString(payload).orElseThrow(() -> new Refusal(StoreError.EINVAL));
    }

    StorePath onlyPath(byte[] payload) {
        return path(only(payload));
    }

    /** An absolute path from one that may be relative to the caller's home. */
    StorePath path(String text) {
        boolean absolute = text.startsWith("/");
        String path = absolute ? text : home + text;
        if (!absolute && text.length() > MAX_RELATIVE_PATH || isSpecial(text) || !StorePath.isValid(path)) {
            throw new Refusal(StoreError.EINVAL);
        }
        return StorePath.of(path);
    }

    /** Like {@link #path}, or the name of a special watch. */
    String watchPath(String text) {
        if (!isSpecial(text)) {
            return path(text).toString();
        }
        if (text.length() > MAX_RELATIVE_PATH || !StorePath.isValid("/" + text)) {
            throw new Refusal(StoreError.EINVAL);
        }
        return text;
    }

    static boolean isSpecial(String path) {
        return path.startsWith("@");
    }

    /** "T" or "F". */
    boolean isTrue(byte[] payload) {
        String text = only(payload);
        if (!text.equals("T") && !text.equals("F")) {
            throw new Refusal(StoreError.EINVAL);
        }
        return text.equals("T");
    }

    static Permission permission(String text) {
        try {
            return Permission.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new Refusal(StoreError.EINVAL);
        }
    }

    static int domain(String text) {
        return number(text, MAX_DOMAIN).orElseThrow(() -> new Refusal(StoreError.EINVAL));
    }

    /** A decimal number from 0 to a bound; empty for anything else. */
    static OptionalInt number(String text, int max) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalInt.empty();
            }
            value = value * 10 + digit;
            if (value > max) {
                return OptionalInt.empty();
            }
        }
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) value);
    }

    /** Checks that a text is a decimal number of at most 64 bits, as frame numbers and ports are. */
    static void requireNumber(String text) {
        if (!text.matches("[0-9]{1,19}")) {
            throw new Refusal(StoreError.EINVAL);
        }
    }
}
