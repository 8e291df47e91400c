// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Provides persistent memory piece by piece, so that a guest with few files costs little. By any thread. */
@FunctionalInterface
public interface Area {

    /**
     * @param name of the piece; a word
     * @param size number of bytes
     * @return the piece with its last content, or all zero the first time; empty when the host has no memory for it
     */
    Optional<ByteBuffer> piece(String name, int size);
}
