// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.device.TwoSlotJournal;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.journal.JournalMemory;

/**
 * The state of one guest's share, for the process that takes over after a kill: a head, and tables that grow with the number of
 * fids, path entries, values, locks and requests. Each object of this class writes for one connection. After the end of the
 * connection, {@link #revoke} prevents its last requests from writing into the memory, which a later connection may use. By any
 * thread.
 */
public final class Journal implements TwoSlotJournal.Slot {

    /** Most fids in the journal. The connection of a guest with more of them does not survive a kill. */
    public static final int MAX_FIDS = 32 * 1024;

    /** Bytes of the head. The tables get their memory piece by piece. */
    public static final int SIZE = JournalHead.SIZE;

    /** Most rings. */
    private static final int RINGS = 8;

    private static final int FIDS = 0;
    private static final int ENTRIES = 1;
    private static final int VALUES = 2;
    private static final int LOCKS = 3;
    private static final int FIRST_RING = 4;

    /**
     * The usage of a share with a quota.
     *
     * @param bytes that count
     * @param files that count
     */
    public record Used(long bytes, long files) {}

    private final JournalHead head;
    private final Area area;
    private final Runnable atCommit;
    private final FidLog fids;
    private final PathEntryLog entries;
    private final LockLog locks;
    private final Blobs blobs;

    @GuardedBy("this")
    private final Map<Integer, RequestLog> rings = new HashMap<>();

    @GuardedBy("this")
    private boolean revoked;

    /**
     * @param head {@value #SIZE} bytes of persistent memory
     * @param area gives more persistent memory
     * @param atCommit run before and after each store that commits earlier stores
     */
    public Journal(ByteBuffer head, Area area, Runnable atCommit) {
        this.head = new JournalHead(new JournalMemory(head, atCommit));
        this.area = area;
        this.atCommit = atCommit;
        this.fids = new FidLog(slots(FIDS, FidLog.SHAPE));
        this.entries = new PathEntryLog(slots(ENTRIES, PathEntryLog.SHAPE));
        this.blobs = new Blobs(slots(VALUES, Blobs.SHAPE));
        this.locks = new LockLog(this.head.memory(), JournalHead.entry(LOCKS), this.head.isKnown(), area, atCommit);
    }

    private Slots slots(int table, Pieces.Shape shape) {
        Pieces pieces = new Pieces(head.memory(), JournalHead.entry(table), head.isKnown(), area, shape, atCommit);
        return new Slots(pieces);
    }

    /** @return the fids' part */
    public FidLog fids() {
        return fids;
    }

    /** @return the path entries' part */
    public PathEntryLog entries() {
        return entries;
    }

    /** @return the locks' part */
    public LockLog locks() {
        return locks;
    }

    /** @return the table of values of extended attributes */
    public Blobs blobs() {
        return blobs;
    }

    /** @return the part of one ring's requests */
    public synchronized RequestLog ring(int number) {
        return rings.computeIfAbsent(
                number, ring -> new RequestLog(slots(FIRST_RING + ring, RequestLog.shape(ring)), fids));
    }

    /**
     * @param connection its fingerprint
     * @return whether an earlier process has stored that connection's session here
     * @throws RefusedStateException when this code does not know the session's format, or a part of it is missing
     */
    public synchronized boolean isLeft(String connection) {
        if (!head.isLeft(connection)) {
            return false;
        }
        boolean complete = fids.isComplete() && entries.isComplete() && blobs.isComplete() && locks.isComplete();
        for (int ring = 0; ring < RINGS; ring++) {
            complete &= ring(ring).isComplete();
        }
        if (!complete) {
            throw new RefusedStateException("a part of the journal is missing");
        }
        return true;
    }

    /** @return whether the client had begun a session; only after {@link #isLeft} */
    public synchronized boolean hasSession() {
        return head.hasSession();
    }

    /** @return the session's dialect */
    public synchronized String dialect() {
        return head.dialect();
    }

    /** @return token of the shared folder */
    public synchronized String share() {
        return head.share();
    }

    /** @param token the token of the shared folder in this process */
    public synchronized void share(String token) {
        if (!revoked) {
            head.share(token);
        }
    }

    /** @return the usage of the share, including requests that were under way, if it was known */
    public synchronized Optional<Used> usage() {
        return head.usage();
    }

    /**
     * Notes the usage of the share, so that the successor need not count the files.
     *
     * @param bytes that count
     * @param files that count
     */
    public synchronized void used(long bytes, long files) {
        if (!revoked) {
            head.used(new Used(bytes, files));
        }
    }

    /** @return the session's message size */
    public synchronized int msize() {
        return head.msize();
    }

    /** @return the file systems that the session has met, in the order in which it met them; at most 255 */
    public synchronized List<DeviceNumber> devices() {
        return head.devices();
    }

    /** @param device a file system that is new to the session */
    public synchronized void device(DeviceNumber device) {
        if (!revoked) {
            head.device(device);
        }
    }

    /**
     * Begins the journal of a connection that is new, or is taken over from a predecessor with another journal. It is valid
     * from {@link #complete} on.
     *
     * @param connection its fingerprint
     * @param share token of the shared folder
     * @param usedRings number of rings
     * @return whether there is enough memory; otherwise the journal must not be used
     */
    public synchronized boolean begin(String connection, String share, int usedRings) {
        if (revoked) {
            return false;
        }
        head.close();
        head.begin(connection);
        boolean enough = fids.begin() && entries.begin() && locks.begin();
        blobs.begin();
        for (int ring = 0; ring < Math.min(usedRings, RINGS); ring++) {
            enough &= ring(ring).begin();
        }
        head.kept();
        head.share(share);
        return enough;
    }

    @Override
    public synchronized boolean isWhole() {
        return head.isWhole();
    }

    @Override
    public synchronized int generation() {
        return head.generation();
    }

    @Override
    public synchronized void complete(int generation) {
        if (!revoked) {
            head.complete(generation);
        }
    }

    /**
     * Begins a session, and ends the earlier one.
     *
     * @param dialect its dialect
     * @param msize its message size
     */
    public synchronized void beginSession(String dialect, int msize) {
        end();
        if (!revoked) {
            head.beginSession(dialect, msize);
        }
    }

    /** The session has ended: the journal forgets it. */
    public synchronized void end() {
        if (!revoked) {
            head.end();
            fids.clear();
            entries.clear();
            locks.clear();
            blobs.clear();
            head.kept();
        }
    }

    @Override
    public synchronized void close() {
        if (!revoked) {
            head.close();
        }
    }

    /** The connection has ended, or another process serves it: from now on this object changes nothing in the memory. */
    public synchronized void revoke() {
        revoked = true;
        fids.revoke();
        entries.revoke();
        locks.revoke();
        blobs.revoke();
        rings.values().forEach(RequestLog::revoke);
    }

    /** The journal has no room for a part of the session, so that the guest would notice a kill. */
    public synchronized void lost() {
        if (!revoked) {
            head.lost();
        }
    }

    /** @return whether the journal has had no room for a part of the session */
    public synchronized boolean isLost() {
        return head.isLost();
    }

    /**
     * Passes on the session of a killed process, after its requests were read.
     *
     * @param recovery rebuilds the session
     * @throws IOException when a part of the session is missing or damaged
     */
    public void recover(RecoveredSession.Recovery recovery) throws IOException {
        new RecoveredSession(fids, entries, blobs, recovery).giveAll();
    }

    /** Notes the token of a path entry's node in this process. */
    public void renew(long entry, FileNode node) throws IOException {
        entries.renew(entry, node);
    }
}
