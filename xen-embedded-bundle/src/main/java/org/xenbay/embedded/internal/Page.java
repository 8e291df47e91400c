// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import java.nio.ByteBuffer;

/** A page of a guest, granted to another domain. Its {@link PageTable} guards its flags. */
final class Page {

    private final long frame;
    private final int reference;
    private final ByteBuffer block;
    private final int index;
    private final int grantee;
    private final boolean writable;
    private boolean revoked;
    private int pins;

    /**
     * @param frame guest frame number
     * @param reference grant reference
     * @param block the allocation that contains it
     * @param index its index in the block
     * @param grantee the domain that may map it
     * @param writable whether that domain may write it
     */
    Page(long frame, int reference, ByteBuffer block, int index, int grantee, boolean writable) {
        this.frame = frame;
        this.reference = reference;
        this.block = block;
        this.index = index;
        this.grantee = grantee;
        this.writable = writable;
    }

    long frame() {
        return frame;
    }

    int reference() {
        return reference;
    }

    ByteBuffer block() {
        return block;
    }

    int index() {
        return index;
    }

    boolean permits(int domain, boolean write) {
        return !revoked && grantee == domain && (writable || !write);
    }

    boolean follows(Page before) {
        return block == before.block && index == before.index + 1;
    }

    boolean isRevoked() {
        return revoked;
    }

    void revoke() {
        revoked = true;
    }

    boolean isMapped() {
        return pins > 0;
    }

    void pin() {
        pins++;
    }

    void unpin() {
        pins--;
    }
}
