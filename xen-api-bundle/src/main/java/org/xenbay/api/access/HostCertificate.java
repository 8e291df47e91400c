// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** This host's certificate and key, for servers that are reached by TLS. From any thread; may block. */
public final class HostCertificate {

    private static final int MAX_PASSWORD_FILE = 4096;

    private HostCertificate() {}

    /**
     * @param keystore PKCS12
     * @param passwordFile its first line is the keystore's password; the daemon's user's, who alone may read it
     * @return what connections are made with
     * @throws IOException when one of the files cannot be read, or is something else
     */
    public static SSLContext read(Path keystore, Path passwordFile) throws IOException {
        char[] password = new String(SecretFile.read(passwordFile, MAX_PASSWORD_FILE), StandardCharsets.UTF_8)
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
            return context;
        } catch (GeneralSecurityException | IOException failed) {
            throw new IOException("no certificate can be read from " + keystore + ": " + failed.getMessage(), failed);
        } finally {
            Arrays.fill(password, ' ');
        }
    }
}
