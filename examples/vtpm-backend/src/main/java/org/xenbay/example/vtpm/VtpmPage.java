// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.SharedMemory;

/**
 * The page that both sides share: one command or its response at a time, and whose turn it is (Xen's header io/tpmif.h).
 * Offsets and lengths are in bytes, numbers little-endian. On the device's executor.
 */
final class VtpmPage {

    /** Nothing is in the page, or a cancelled command has ended: the guest's turn. */
    static final int IDLE = 0;

    /** The guest has put a command into the page: the backend's turn. */
    static final int SUBMIT = 1;

    /** The backend has put the response into the page: the guest's turn. */
    static final int FINISH = 2;

    /** The guest does not want the response any more: the backend's turn. */
    static final int CANCEL = 3;

    private static final int LENGTH_AT = 0;
    /** Four numbers of one byte each: the state, the locality, padding, and the number of grant references that follow. */
    private static final int STATE_AT = 4;

    private static final int REFERENCES_AT = 8;

    private final SharedMemory page;

    /** Number of grant references before the command that was taken last. */
    private int references;

    VtpmPage(SharedMemory page) {
        this.page = page;
    }

    /** @return one of the states above; or another number that the guest has written */
    int state() {
        return page.getIntAcquire(STATE_AT) & 0xFF;
    }

    /** @return whether there is a command without a response */
    boolean isBackendsTurn() {
        return state() == SUBMIT || state() == CANCEL;
    }

    /** @return the privilege that the guest claims for the command, 0 to 4 */
    int locality() {
        return page.getIntAcquire(STATE_AT) >>> 8 & 0xFF;
    }

    /**
     * Copies the command: the guest can change the page at any time.
     *
     * @return the command
     * @throws CorruptRingException when it is not completely in this page
     */
    byte[] command() {
        references = page.getIntAcquire(STATE_AT) >>> 24;
        int length = page.getInt(LENGTH_AT);
        if (length < 0 || length > room()) {
            throw new CorruptRingException("a command of " + Integer.toUnsignedString(length) + " bytes after "
                    + references + " grant references in a page of " + page.size() + " bytes");
        }
        byte[] command = new byte[length];
        page.get(dataAt(), command, 0, length);
        return command;
    }

    /** @return the longest response */
    int room() {
        return page.size() - dataAt();
    }

    private int dataAt() {
        return REFERENCES_AT + Integer.BYTES * references;
    }

    /** @param response a response of at most {@link #room} bytes, after which it is the guest's turn */
    void respond(byte[] response) {
        page.put(dataAt(), response, 0, response.length);
        page.putInt(LENGTH_AT, response.length);
        pass(state() == CANCEL ? IDLE : FINISH);
    }

    /** Answers a cancelled command, after which it is the guest's turn. */
    void cancelled() {
        pass(IDLE);
    }

    private void pass(int state) {
        page.fullFence();
        page.putByte(STATE_AT, state);
    }
}
