// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the page is served.
 *
 * @param address of an interface; empty for no TCP
 * @param port 0 for any
 * @param socket path of a UNIX socket, in a folder that only the daemon's user may enter
 * @param tls with this host's certificate; empty for none
 * @param names by which browsers may reach it, besides those of loopback
 * @param tokens the file of tokens
 * @param uploads folder of bundles that a browser brings; empty when it may not bring any
 */
public record PageConfig(
        String address,
        int port,
        Optional<Path> socket,
        Optional<SSLContext> tls,
        List<String> names,
        Path tokens,
        Optional<Path> uploads) {

    /**
     * @param other a port
     * @return the same at another port
     */
    public PageConfig withPort(int other) {
        return new PageConfig(address, other, socket, tls, names, tokens, uploads);
    }
}
