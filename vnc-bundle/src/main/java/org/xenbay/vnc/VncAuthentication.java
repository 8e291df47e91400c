// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * A viewer proves that it knows a password, of which 8 bytes count, by encrypting what the server says (RFC 6143, 7.2.2). DES
 * protects against a glance at the wire, not against somebody who records it.
 */
final class VncAuthentication {

    private static final int CHALLENGE = 16;

    /** Bytes of a password that count. */
    static final int KEY = 8;

    private static final SecureRandom RANDOM = new SecureRandom();

    private VncAuthentication() {}

    /** @return whether the viewer knows it */
    static boolean isPassed(Wire wire, String password) throws IOException {
        byte[] challenge = new byte[CHALLENGE];
        RANDOM.nextBytes(challenge);
        wire.out().write(challenge);
        wire.out().flush();
        byte[] response = new byte[CHALLENGE];
        wire.in().readFully(response);
        return MessageDigest.isEqual(response, response(challenge, password));
    }

    private static byte[] response(byte[] challenge, String password) {
        byte[] key = Arrays.copyOf(password.getBytes(StandardCharsets.UTF_8), KEY);
        for (int i = 0; i < KEY; i++) {
            // The protocol has the bits of each byte the wrong way around.
            key[i] = (byte) (Integer.reverse(key[i]) >>> 24);
        }
        try {
            Cipher des = Cipher.getInstance("DES/ECB/NoPadding");
            des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
            return des.doFinal(challenge);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no DES", missing);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
