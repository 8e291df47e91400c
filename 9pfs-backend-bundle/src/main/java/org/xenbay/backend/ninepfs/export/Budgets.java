// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.budget.Allowance;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;

/**
 * Bounds what a guest may hold through one share: descriptors of host files, and memory. Both are taken before an object that
 * needs them is made, and given back when the object is closed. By any thread.
 */
public final class Budgets {

    private static final long MAX_ATTRIBUTES = 4L << 20;
    private static final int MAX_DRAFTS = 1024;

    private final Budget descriptors;
    private final Budget memory;
    private final Budget attributeBytes = new Budget("bytes of extended attributes", MAX_ATTRIBUTES, Errno.ENOSPC);
    private final Budget drafts = new Budget("extended attributes that are being written", MAX_DRAFTS, Errno.ENOBUFS);
    private final Budget shares;
    private volatile Idle idle = () -> false;
    private volatile boolean carriesOver;
    private volatile boolean handedOver;

    /** Idle descriptors, which can be closed. */
    @FunctionalInterface
    interface Idle {

        /** @return whether an idle descriptor was closed, and given back; false when no descriptor is idle */
        boolean closeOne() throws FileException;
    }

    /**
     * @param most descriptors of this share
     * @param descriptors the share's part of the process's descriptors
     * @param memory the share's part of the process's memory
     */
    public Budgets(int most, Allowance descriptors, Allowance memory) {
        this.descriptors = new Budget("files in use", most, Errno.EMFILE, descriptors);
        this.shares = new Budget("shares", Long.MAX_VALUE, Errno.EMFILE, descriptors);
        this.memory = new Budget("bytes of memory", Long.MAX_VALUE, Errno.ENOBUFS, memory);
    }

    /**
     * Takes both, or fails and takes none.
     *
     * @param files descriptors
     * @param bytes of memory
     * @throws FileException EMFILE, ENOBUFS
     */
    public void take(int files, long bytes) throws FileException {
        if (carriesOver) {
            carryOver(files, bytes);
            return;
        }
        memory.take(bytes);
        if (files > 0) {
            try {
                takeDescriptors(files);
            } catch (FileException refused) {
                memory.give(bytes);
                throw refused;
            }
        }
    }

    /** Closes idle descriptors to make room. */
    private void takeDescriptors(int files) throws FileException {
        while (!descriptors.tryTake(files)) {
            if (handedOver || !idle.closeOne()) {
                throw descriptors.refusal(files);
            }
        }
    }

    /** @param descriptors idle descriptors, which are closed to make room for others */
    void makeRoomBy(Idle descriptors) {
        idle = descriptors;
    }

    /**
     * Counts descriptors and memory that are in use already.
     *
     * @param files descriptors
     * @param bytes of memory
     */
    public void carryOver(int files, long bytes) {
        memory.carryOver(bytes);
        descriptors.carryOver(files);
    }

    /**
     * @param files descriptors that are closed
     * @param bytes of memory that are free
     */
    public void give(int files, long bytes) {
        if (!handedOver) {
            if (bytes > 0) {
                memory.give(bytes);
            }
            if (files > 0) {
                descriptors.give(files);
            }
        }
    }

    /**
     * @param files descriptors
     * @param bytes of memory
     * @return both, until it is closed
     * @throws FileException EMFILE, ENOBUFS
     */
    public Holding hold(int files, long bytes) throws FileException {
        take(files, bytes);
        return new Holding(this, files, bytes, () -> {});
    }

    /**
     * @param bytes of memory that are taken already
     * @return the same, until it is closed
     */
    public Holding carry(long bytes) {
        if (bytes > 0) {
            carryOver(0, bytes);
        }
        return new Holding(this, 0, bytes, () -> {});
    }

    /**
     * @param bytes of memory
     * @return whether so many more bytes fit; a hint
     */
    public boolean hasRoom(long bytes) {
        return memory.hasRoom(bytes);
    }

    /**
     * For a creation whose needs are known only afterwards: a guest at its limit creates nothing.
     *
     * @param files descriptors
     * @param bytes of memory
     * @throws FileException EMFILE, ENOBUFS
     */
    public void checkRoom(int files, long bytes) throws FileException {
        take(files, bytes);
        give(files, bytes);
    }

    /** From now on until {@link #carriedOver} nothing is refused, because the predecessor used it already. */
    public void carryOver() {
        carriesOver = true;
    }

    /** Ends {@link #carryOver()}. */
    public void carriedOver() {
        carriesOver = false;
    }

    /**
     * Gives everything back for a successor, which counts the same amounts again. What is closed here later does not give
     * anything back.
     */
    public void handOver() {
        handedOver = true;
        memory.give(memory.taken());
        descriptors.give(descriptors.taken());
        shares.give(shares.taken());
    }

    /** Counts the share itself, which is open. The toolstack wants it, so it is not refused. */
    void shareOpened() {
        shares.carryOver(1);
    }

    void shareClosed() {
        shares.give(shares.taken());
    }

    /** @return descriptors of host files */
    public Budget descriptors() {
        return descriptors;
    }

    /** @return bytes of memory */
    public Budget memory() {
        return memory;
    }

    /** @return bytes of extended attributes, which also take memory */
    public Budget attributeBytes() {
        return attributeBytes;
    }

    /** @return extended attributes that are being written */
    public Budget drafts() {
        return drafts;
    }
}
