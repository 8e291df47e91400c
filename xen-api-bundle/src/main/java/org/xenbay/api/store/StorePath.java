// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.text.ShownText;

/**
 * An absolute XenStore path that obeys the rules of the protocol, so that other code need not check it again.
 *
 * <p>Letters, digits and {@code - / _ @}; no empty component, no trailing slash except the root itself; at most
 * {@value #MAX_LENGTH} bytes (xen/include/public/io/xs_wire.h, XENSTORE_ABS_PATH_MAX).
 */
public final class StorePath implements Comparable<StorePath> {

    /** Longest absolute path, in bytes. */
    public static final int MAX_LENGTH = 3072;

    /** The root, {@code /}. */
    public static final StorePath ROOT = new StorePath("/");

    /** Longest text shown in a message. */
    private static final int MAX_SHOWN = 80;

    private final String text;

    private StorePath(String text) {
        this.text = text;
    }

    /**
     * @param text an absolute path
     * @return the path
     * @throws IllegalArgumentException when the text breaks a rule; the message names the rule
     */
    public static StorePath of(String text) {
        Objects.requireNonNull(text, "path");
        String fault = fault(text);
        if (fault != null) {
            throw new IllegalArgumentException(fault + ": " + abbreviate(text));
        }
        return text.length() == 1 ? ROOT : new StorePath(text);
    }

    /**
     * @param text any text, for example one that a guest wrote
     * @return whether {@link #of} would accept it
     */
    public static boolean isValid(String text) {
        return text != null && fault(text) == null;
    }

    /**
     * @param domain a domain id
     * @return {@code /local/domain/<domain>}
     */
    public static StorePath ofDomain(int domain) {
        return new StorePath("/local/domain/" + domain);
    }

    /**
     * @param relative one or more components, without a leading slash
     * @return the path below this one
     */
    public StorePath child(String relative) {
        return of(this == ROOT ? "/" + relative : text + "/" + relative);
    }

    /**
     * @param number a component that is a number
     * @return the path below this one
     */
    public StorePath child(int number) {
        return child(Integer.toString(number));
    }

    /** @return the path one component up; the root is its own parent */
    public StorePath parent() {
        int slash = text.lastIndexOf('/');
        return slash <= 0 ? ROOT : new StorePath(text.substring(0, slash));
    }

    /** @return the last component; empty for the root */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /**
     * @param ancestor another path
     * @return whether this path is that one or lies below it
     */
    public boolean isAtOrBelow(StorePath ancestor) {
        String a = ancestor.text;
        return ancestor == ROOT
                || text.startsWith(a) && (text.length() == a.length() || text.charAt(a.length()) == '/');
    }

    /**
     * @param ancestor a path at or above this one
     * @return what follows it, without a leading slash; empty when both are the same
     * @throws IllegalArgumentException when this path is not at or below it
     */
    public String relativeTo(StorePath ancestor) {
        if (!isAtOrBelow(ancestor)) {
            throw new IllegalArgumentException(text + " is not below " + ancestor);
        }
        if (equals(ancestor)) {
            return "";
        }
        return text.substring(ancestor == ROOT ? 1 : ancestor.text.length() + 1);
    }

    private static @Nullable String fault(String text) {
        int length = text.length();
        if (length == 0 || text.charAt(0) != '/') {
            return "a XenStore path begins with '/'";
        }
        if (length > MAX_LENGTH) {
            return "a XenStore path has at most " + MAX_LENGTH + " bytes";
        }
        if (length > 1 && text.charAt(length - 1) == '/') {
            return "a XenStore path does not end with '/'";
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (c == '/' && text.charAt(i - 1) == '/') {
                return "a XenStore path has no empty component";
            }
            if (!isAllowed(c)) {
                return "character 0x" + Integer.toHexString(c) + " is not allowed in a XenStore path";
            }
        }
        return null;
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '/'
                || c == '_'
                || c == '@';
    }

    private static String abbreviate(String text) {
        return '"' + ShownText.of(text, MAX_SHOWN) + '"';
    }

    @Override
    public int compareTo(StorePath other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StorePath that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** @return the path as text */
    @Override
    public String toString() {
        return text;
    }
}
