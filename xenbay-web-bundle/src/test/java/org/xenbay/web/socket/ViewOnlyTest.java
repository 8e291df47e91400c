// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ViewOnlyTest {

    private static final byte[] GREETING = "RFB 003.008\n\1\0".getBytes(StandardCharsets.US_ASCII);

    private static byte[] message(int length, int... first) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < first.length; i++) {
            bytes[i] = (byte) first[i];
        }
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] filtered(byte[] sent, int piece) throws IOException {
        ViewOnly filter = new ViewOnly();
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (int at = 0; at < sent.length; at += piece) {
            ByteBuffer allowed = filter.allowed(ByteBuffer.wrap(sent, at, Math.min(piece, sent.length - at)));
            passed.write(allowed.array(), 0, allowed.limit());
        }
        return passed.toByteArray();
    }

    @Test
    void whatOnlyLooksPassesAndKeysPointerClipboardAndSizesDoNot() throws IOException {
        byte[] format = message(20, 0);
        byte[] encodings = message(4 + 4 * 3, 2, 0, 0, 3);
        byte[] request = message(10, 3);
        byte[] fence = message(9 + 5, 248, 0, 0, 0, 0, 0, 0, 0, 5);
        byte[] continuous = message(10, 150);
        byte[] sent = join(
                GREETING,
                format,
                message(8, 4, 1),
                encodings,
                message(6, 5, 1),
                request,
                message(8 + 3, 6, 0, 0, 0, 0, 0, 0, 3),
                message(8 + 4, 6, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFC),
                fence,
                message(8 + 16, 251, 0, 0, 0, 0, 0, 1),
                message(12, 255),
                continuous);
        byte[] expected = join(GREETING, format, encodings, request, fence, continuous);
        for (int piece : new int[] {1, 7, sent.length}) {
            assertThat(filtered(sent, piece)).isEqualTo(expected);
        }
    }

    /** An older version has no security type: a key's message would be taken for the end of the greeting. */
    @Test
    void anotherVersionOrSecurityTypeEndsTheConnection() {
        for (String greeting : new String[] {"RFB 003.003\n\1\4\3", "RFB 003.008\n\2\1", "GET / HTTP/1.1"}) {
            assertThatThrownBy(() -> filtered(greeting.getBytes(StandardCharsets.US_ASCII), 5))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("RFB 3.8");
        }
    }

    @Test
    void aMessageOfUnknownLengthEndsTheConnection() {
        assertThatThrownBy(() -> filtered(join(GREETING, message(3, 99)), 100)).hasMessageContaining("type 99");
        assertThatThrownBy(() -> filtered(join(GREETING, message(8, 6, 0, 0, 0, 0x7F)), 100))
                .hasMessageContaining("clipboard");
    }
}
