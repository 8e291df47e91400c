package org.xenbay.backend.ninepfs.journal;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.CRC32;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.device.Succession;
import org.xenbay.api.file.FileNode;
import org.xenbay.backend.ninepfs.export.FileId;

/**
 * All that outlasts a kill of one guest's share. The first page tells what it is: a magic number, the form's version, a
 * checksum of the connection it belongs to, whether a session is there, and which.
 */
public final class Journal implements Succession.Account {

    /** Most fids that are kept. A guest with more is served, but not over a kill. */
    public static final int MOST_FIDS = 32 * 1024;

    /** Most rings. */
    private static final int RINGS = 8;

    /** "9PJL". */
    private static final int MAGIC = 0x3950_4A4C;

    private static final int VERSION = 1;

    private static final int AT_MAGIC = 0;
    private static final int AT_VERSION = 4;
    private static final int AT_CONNECTION = 8;
    private static final int AT_SESSION = 16;
    private static final int AT_MSIZE = 20;
    private static final int AT_LOST = 24;
    private static final int AT_GENERATION = 28;
    private static final int AT_DIALECT = 32;
    private static final int AT_SHARE = 128;
    private static final int MOST_TEXT = 64;
    private static final int PAGE = 4096;

    private static final int AT_REQUESTS = PAGE;
    private static final int AT_FIDS = AT_REQUESTS + RINGS * RequestLog.BYTES;
    private static final int AT_PLACES = AT_FIDS + Slots.length(FidLog.SLOT, MOST_FIDS);
    private static final int AT_LOCKS = AT_PLACES + Slots.length(PlaceLog.SLOT, MOST_FIDS);
    private static final int AT_BLOBS = AT_LOCKS + Slots.length(LockLog.SIZE, 2);

    /** Bytes of memory that it needs; most of them are never touched. */
    public static final int SIZE = AT_BLOBS + Slots.length(Blobs.SLOT, Blobs.SLOTS);

    private final ByteBuffer memory;
    private final Runnable beforeStore;
    private final FidLog fids;
    private final PlaceLog places;
    private final LockLog locks;
    private final Blobs blobs;
    private final Map<Integer, RequestLog> rings = new HashMap<>();

    /** @param memory {@value #SIZE} bytes that outlast this process */
    public Journal(ByteBuffer memory) {
        this(memory, () -> {});
    }

    /**
     * @param memory {@value #SIZE} bytes that outlast this process
     * @param beforeStore run before each store that makes what was written before count; a test ends here what it kills
     */
    public Journal(ByteBuffer memory, Runnable beforeStore) {
        this.beforeStore = beforeStore;
        this.memory = memory.duplicate().order(ByteOrder.nativeOrder());
        this.fids = new FidLog(this.memory, AT_FIDS, MOST_FIDS, beforeStore);
        this.places = new PlaceLog(this.memory, AT_PLACES, MOST_FIDS, beforeStore);
        this.locks = new LockLog(this.memory, AT_LOCKS, beforeStore);
        this.blobs = new Blobs(this.memory, AT_BLOBS, beforeStore);
    }

    /** @return the fids' part */
    public FidLog fids() {
        return fids;
    }

    /** @return the places' part */
    public PlaceLog places() {
        return places;
    }

    /** @return the locks' part */
    public LockLog locks() {
        return locks;
    }

    /** @return the part of values of extended attributes */
    public Blobs blobs() {
        return blobs;
    }

    /** @return the part of one ring's requests */
    public synchronized RequestLog ring(int number) {
        return rings.computeIfAbsent(
                number, ring -> new RequestLog(memory, AT_REQUESTS + ring * RequestLog.BYTES, fids, beforeStore));
    }

    private static long checksum(String connection) {
        CRC32 sum = new CRC32();
        sum.update(connection.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    /**
     * @param connection what the frontend had published
     * @return whether an earlier process has left the session of that connection here
     * @throws RefusedStateException when there is one of it that this code does not know, or that was not kept as a whole
     */
    public boolean isLeft(String connection) {
        if (memory.getInt(AT_MAGIC) != MAGIC || memory.getLong(AT_CONNECTION) != checksum(connection)) {
            return false;
        }
        if (memory.getInt(AT_VERSION) != VERSION) {
            throw new RefusedStateException(
                    "the journal is of version " + memory.getInt(AT_VERSION) + ", known is " + VERSION);
        }
        if (memory.getInt(AT_LOST) != 0) {
            throw new RefusedStateException("the journal had no room for all of the guest's fids or locks");
        }
        return true;
    }

    /** @return whether a session had begun; to be asked when {@link #isLeft} */
    public boolean hasSession() {
        return memory.getInt(AT_SESSION) != 0;
    }

    /** @return the session's dialect */
    public String dialect() {
        return text(AT_DIALECT);
    }

    /** @return word by which the shared folder is taken */
    public String share() {
        return text(AT_SHARE);
    }

    /** @param word the shared folder's in this process */
    public void share(String word) {
        text(AT_SHARE, word);
    }

    private String text(int at) {
        byte[] bytes = new byte[Math.min(MOST_TEXT, Math.max(0, memory.getInt(at)))];
        memory.get(at + Integer.BYTES, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private void text(int at, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        memory.putInt(at, bytes.length);
        memory.put(at + Integer.BYTES, bytes);
    }

    /** @return the session's message size */
    public int msize() {
        return memory.getInt(AT_MSIZE);
    }

    /**
     * A connection begins, or one is taken over that has left nothing here. It counts when it is {@link #complete}.
     *
     * @param connection what the frontend has published
     * @param share word by which the shared folder is taken
     */
    public void begin(String connection, String share) {
        memory.putInt(AT_MAGIC, 0);
        end();
        for (int ring = 0; ring < RINGS; ring++) {
            ring(ring).recover(0, 0, 0);
        }
        memory.putInt(AT_VERSION, VERSION);
        memory.putLong(AT_CONNECTION, checksum(connection));
        text(AT_SHARE, share);
    }

    @Override
    public boolean isWhole() {
        return memory.getInt(AT_MAGIC) == MAGIC;
    }

    @Override
    public int generation() {
        return memory.getInt(AT_GENERATION);
    }

    @Override
    public void complete(int generation) {
        memory.putInt(AT_GENERATION, generation);
        beforeStore.run();
        VarHandle.releaseFence();
        memory.putInt(AT_MAGIC, MAGIC);
        beforeStore.run();
    }

    /**
     * A session begins; the one before it is over.
     *
     * @param dialect its dialect
     * @param msize its message size
     */
    public void beginSession(String dialect, int msize) {
        end();
        memory.putInt(AT_MSIZE, msize);
        text(AT_DIALECT, dialect);
        VarHandle.releaseFence();
        memory.putInt(AT_SESSION, 1);
    }

    /** The session is over: nothing of it is to be found. */
    public void end() {
        memory.putInt(AT_SESSION, 0);
        VarHandle.releaseFence();
        fids.clear();
        places.keepOnly(slot -> false);
        locks.clear();
        blobs.keepOnly(new int[0]);
        memory.putInt(AT_LOST, 0);
    }

    @Override
    public void close() {
        memory.putInt(AT_MAGIC, 0);
    }

    /** Something of the session has no room here, so that a kill would be noticed by the guest. */
    public void lost() {
        memory.putInt(AT_LOST, 1);
    }

    /**
     * A fid that an earlier process has left.
     *
     * @param slot where it is noted
     * @param number the client's
     * @param user who attached
     * @param place slot of its place
     * @param kind what is open; empty when nothing is
     * @param flags how it was opened
     * @param word by which that is taken
     * @param blob its bytes
     * @param blobSlot where they are, or -1
     */
    public record LeftFid(
            int slot,
            int number,
            int user,
            int place,
            OptionalInt kind,
            int flags,
            String word,
            byte[] blob,
            int blobSlot) {}

    /** Takes what is noted of fids and places. */
    public interface Heir {

        /**
         * A place; its folder was given before it.
         *
         * @param slot where it is noted
         * @param folder slot of its folder; empty for a root
         * @param name its name there
         * @param word by which its node is taken
         * @throws IOException when it is not there any more
         */
        void place(int slot, OptionalInt folder, byte[] name, String word) throws IOException;

        /**
         * @param fid whose place was given before it
         * @throws IOException when what it has open is not there any more
         */
        void fid(LeftFid fid) throws IOException;
    }

    /**
     * Gives what an earlier process has left, after its requests were looked at.
     *
     * @param heir takes it
     * @throws IOException when a part of it is not there any more, or damaged
     */
    public void inherit(Heir heir) throws IOException {
        List<Integer> live = new ArrayList<>();
        fids.forEachLive(live::add);
        Set<Integer> given = new HashSet<>();
        for (int slot : live) {
            give(fids.place(slot), given, heir, 0);
            OptionalInt kind = fids.isOpen(slot) ? OptionalInt.of(fids.kind(slot)) : OptionalInt.empty();
            heir.fid(new LeftFid(
                    slot,
                    fids.number(slot),
                    fids.user(slot),
                    fids.place(slot),
                    kind,
                    fids.flags(slot),
                    kind.isPresent() ? fids.word(slot) : "",
                    blobs.get(fids.blobOf(slot)),
                    fids.blobOf(slot)));
        }
        places.keepOnly(given::contains);
        blobs.keepOnly(live.stream().mapToInt(fids::blobOf).toArray());
    }

    private void give(int place, Set<Integer> given, Heir heir, int depth) throws IOException {
        if (given.contains(place)) {
            return;
        }
        if (!places.isUsed(place) || depth > MOST_FIDS) {
            throw new IOException("the journal is damaged: a fid or place without a place " + place);
        }
        int folder = places.folder(place);
        if (folder >= 0) {
            give(folder, given, heir, depth + 1);
        }
        given.add(place);
        heir.place(
                place,
                folder < 0 ? OptionalInt.empty() : OptionalInt.of(folder),
                places.name(place),
                places.word(place));
    }

    /** @return which file the place was */
    public FileId fileAt(int place) {
        return places.id(place);
    }

    /** The place's node in this process. */
    public void renew(int place, FileNode node) throws IOException {
        places.renew(place, node);
    }
}
