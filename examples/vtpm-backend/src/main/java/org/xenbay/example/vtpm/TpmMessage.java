// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The header of all commands and responses of a TPM: a tag of two bytes, the length of the whole message, and the command's or
 * the response's code, four bytes each, big-endian (TCG's specification of 2.0, part 1, "Command/Response Structure"; that of
 * 1.2, part 2, "Tags" and "Return Codes").
 */
final class TpmMessage {

    /** Bytes of the header. */
    static final int HEADER = 10;

    /** The longest message. */
    static final int MAX = 4096;

    private static final int LENGTH_AT = 2;
    private static final int RESPONSE = 0x8001;
    private static final int RESPONSE_OF_1_2 = 0x00C4;

    /** The reason of a refusal. */
    enum Refusal {

        /** The TPM cannot be used, or it is unknown whether it has carried out the command: TPM_RC_FAILURE, TPM_FAIL. */
        FAILURE(0x101, 9),

        /** The command's length differs from the one in its header: TPM_RC_COMMAND_SIZE, TPM_BAD_PARAM_SIZE. */
        SIZE(0x142, 25),

        /** The locality is not allowed: TPM_RC_LOCALITY, TPM_BAD_LOCALITY. */
        LOCALITY(0x907, 61),

        /** The TPM could not start; the same command may be sent again: TPM_RC_RETRY, TPM_RETRY. */
        RETRY(0x922, 0x800);

        private final int code;
        private final int codeOf12;

        Refusal(int code, int codeOf12) {
            this.code = code;
            this.codeOf12 = codeOf12;
        }

        /**
         * @param command a command, whose tag shows its version
         * @return a response that contains only the code
         */
        byte[] response(byte[] command) {
            boolean isOf12 = command.length > 1 && command[0] == 0 && (command[1] & 0xFF) >= 0xC1;
            return ByteBuffer.allocate(HEADER)
                    .putShort((short) (isOf12 ? RESPONSE_OF_1_2 : RESPONSE))
                    .putInt(HEADER)
                    .putInt(isOf12 ? codeOf12 : code)
                    .array();
        }
    }

    private TpmMessage() {}

    /** @return the length in a message's header */
    static long length(byte[] message) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(message).getInt(LENGTH_AT));
    }

    /** @return why a command is not sent to the TPM; null when it is sent */
    static @Nullable Refusal refusal(byte[] command, int locality) {
        if (command.length < HEADER || command.length != length(command)) {
            return Refusal.SIZE;
        }
        return locality == 0 ? null : Refusal.LOCALITY;
    }
}
