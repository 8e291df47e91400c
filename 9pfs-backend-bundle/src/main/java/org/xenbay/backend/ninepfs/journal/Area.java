// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Gives persistent memory piece by piece, so that a guest with few files costs little. By any thread. */
@FunctionalInterface
public interface Area {

    /**
     * @param name of the piece; a word
     * @param size number of bytes
     * @return the piece with the content that it had last, all zero the first time, if the host has memory for it
     */
    Optional<ByteBuffer> piece(String name, int size);
}
