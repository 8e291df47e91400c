// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import java.nio.ByteBuffer;

/**
 * The header of all commands and responses of a TPM 2.0: a tag of two bytes, the length of the whole, and the command's or
 * the response's code, four bytes each, big-endian (TCG's specification, part 1, "Command/Response Structure").
 */
final class TpmMessage {

    /** Bytes of the header. */
    static final int HEADER = 10;

    /** The longest message. */
    static final int MAX = 4096;

    /** TPM_RC_FAILURE: the TPM cannot be used, or nobody knows whether it has carried out the command. */
    static final int FAILURE = 0x101;

    /** TPM_RC_COMMAND_SIZE: the command is longer or shorter than it says. */
    static final int COMMAND_SIZE = 0x142;

    /** TPM_RC_LOCALITY: the locality is not allowed. */
    static final int LOCALITY = 0x907;

    /** TPM_RC_RETRY: the TPM could not begin; the same command may be sent again. */
    static final int RETRY = 0x922;

    private static final short NO_SESSIONS = (short) 0x8001;
    private static final int LENGTH_AT = 2;

    private TpmMessage() {}

    /** @return the length that a message says it has, from its header */
    static long length(byte[] message) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(message).getInt(LENGTH_AT));
    }

    /** @return why a command is not given to the TPM, a response's code; 0 when it is given */
    static int refusal(byte[] command, int locality) {
        if (command.length < HEADER || command.length != length(command)) {
            return COMMAND_SIZE;
        }
        return locality == 0 ? 0 : LOCALITY;
    }

    /** @return a response without anything but its code */
    static byte[] error(int code) {
        return ByteBuffer.allocate(HEADER)
                .putShort(NO_SESSIONS)
                .putInt(HEADER)
                .putInt(code)
                .array();
    }
}
