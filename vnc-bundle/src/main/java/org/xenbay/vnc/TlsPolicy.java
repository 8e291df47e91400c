// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Whether viewers may and must come by TLS.
 *
 * @param context with the server's certificate; null when there is none
 * @param only whether viewers without TLS are refused
 */
record TlsPolicy(@Nullable SSLContext context, boolean only) {

    static final TlsPolicy NONE = new TlsPolicy(null, false);

    /**
     * Reads a certificate and its key.
     *
     * @param keystore PKCS12
     * @param passwordFile its first line is the keystore's password
     * @throws IOException when one of the files cannot be read, or is something else
     */
    static TlsPolicy read(Path keystore, Path passwordFile, boolean only) throws IOException {
        char[] password = new String(Files.readAllBytes(passwordFile), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .toCharArray();
        try (InputStream in = Files.newInputStream(keystore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return new TlsPolicy(context, only);
        } catch (GeneralSecurityException | IOException failed) {
            throw new IOException("no certificate can be read from " + keystore + ": " + failed.getMessage(), failed);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    SSLEngine engine() {
        SSLEngine engine =
                Objects.requireNonNull(context, "without a certificate").createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }
}
