// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names by which browsers may reach this host. A page of somebody else whose name leads here, for a moment or for good, has another
 * one: its requests are refused, whatever cookies they bring.
 */
public final class HostNames {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");

    private final Set<String> names = new HashSet<>(LOOPBACK);

    /** @param more names and addresses besides those of loopback */
    public HostNames(Collection<String> more) {
        more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * @param host the header, a name with or without a port
     * @return whether it names this host
     */
    public boolean isOwn(@Nullable String host) {
        return host != null && names.contains(withoutPort(host).toLowerCase(Locale.ROOT));
    }

    /**
     * @param origin the header: which page makes the request; null when the browser does not say so, as for a typed address
     * @param host the header
     * @param secure whether the request came by TLS
     * @return whether the request is of this very page, or of none
     */
    public boolean isSameOrigin(@Nullable String origin, @Nullable String host, boolean secure) {
        return origin == null || origin.equals((secure ? "https://" : "http://") + host);
    }

    /**
     * @param host the header
     * @return the port by which the browser reaches this host, which is another than the server's at the other end of a tunnel; empty when
     *     there is none
     */
    public static String port(@Nullable String host) {
        String port = host == null ? "" : host.substring(withoutPort(host).length());
        return PORT.matcher(port).matches() ? port.substring(1) : "";
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
    }
}
