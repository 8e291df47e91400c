// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xenbay.web.access.LoginCodes;
import org.xenbay.web.access.Sessions;
import org.xenbay.web.access.Tokens;
import org.xenbay.web.host.HostServices;
import org.xenbay.web.host.LogLines;

/** A test's folder with what a page has there: the tokens, which are made with the page, and a socket. */
record PageFolder(Path folder) {

    Path socket() {
        return folder.resolve("web/page.sock");
    }

    /** @return a page at any port of loopback */
    PageConfig loopback() {
        return config("127.0.0.1", null, null);
    }

    PageConfig config(String address, @Nullable Path socket, @Nullable SSLContext tls) {
        return new PageConfig(
                address,
                0,
                Optional.ofNullable(socket),
                Optional.ofNullable(tls),
                List.of(),
                tokens(),
                Optional.empty());
    }

    /** @return a page at any port of loopback and at the socket, to which bundles can be brought */
    PageConfig withUploads() {
        PageConfig config = config("127.0.0.1", socket(), null);
        return new PageConfig(
                config.address(),
                config.port(),
                config.socket(),
                config.tls(),
                config.names(),
                config.tokens(),
                Optional.of(folder.resolve("uploads")));
    }

    private Path tokens() {
        return folder.resolve("tokens");
    }

    Page page(HostServices services, LogLines log) throws IOException {
        return page(services, new LoginCodes(System::nanoTime), log);
    }

    Page page(HostServices services, LoginCodes codes, LogLines log) throws IOException {
        return new Page(services, Tokens.at(tokens()), codes, new Sessions(System::nanoTime), log, "test");
    }

    /**
     * @param access {@code full} or {@code read-only}
     * @return the token for it
     */
    String token(String access) throws IOException {
        return Files.readAllLines(tokens()).stream()
                .filter(line -> line.startsWith(access + " "))
                .map(line -> line.substring(access.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
