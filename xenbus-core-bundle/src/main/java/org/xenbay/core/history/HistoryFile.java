// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.history;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.access.PrivateFiles;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.management.HistoryView;
import org.xenbay.core.device.CoreHistory;
import org.xenbay.core.device.Histories;

/**
 * The histories of all devices, in one file of the run folder, which is in the host's memory (/run is a tmpfs). The file is mapped: the
 * kernel keeps what was stored when the process ends or is killed. It grows with the number of devices, up to a bound. When it is full, the
 * history of the device that has been gone for the longest time makes room.
 *
 * <p>Each part is written before it is mapped, so that its memory is allocated: otherwise a store to a page for which the file system has
 * no room would fail.
 */
public final class HistoryFile implements Histories, AutoCloseable {

    /** Devices whose memory is allocated together: half a megabyte. */
    static final int SLOTS = 64;

    private static final int CHUNK = SLOTS * Layout.SIZE;

    /** Room for other programs of the host that stays free. */
    private static final long MAX_RESERVE = 64L << 20;

    private static final int RESERVE_PART = 8;

    private static final Logger LOG = System.getLogger(HistoryFile.class.getName());

    private final Path file;
    private final int most;
    private final LongSupplier clock;

    @GuardedBy("this")
    private final List<HistorySlot> slots = new ArrayList<>();

    /** Those that hold nothing. */
    @GuardedBy("this")
    private final Deque<HistorySlot> free = new ArrayDeque<>();

    @GuardedBy("this")
    private final Map<DeviceId, HistorySlot> used = new HashMap<>();

    /** Devices of this process. */
    @GuardedBy("this")
    private final Set<DeviceId> present = new HashSet<>();

    /** Whether it was logged that there is no room. */
    @GuardedBy("this")
    private boolean full;

    /**
     * @param run the folder of this daemon, which no other process uses
     * @param megabytes most of the file
     */
    public HistoryFile(Path run, int megabytes) {
        this(run, megabytes, System::currentTimeMillis);
    }

    /** @param clock the time, in milliseconds since 1970 */
    HistoryFile(Path run, int megabytes, LongSupplier clock) {
        this.file = run.resolve("history");
        this.most = (int) ((long) megabytes * (1 << 20) / CHUNK);
        this.clock = clock;
        try {
            find();
        } catch (IOException | RuntimeException unreadable) {
            LOG.log(Level.WARNING, "the histories of devices in " + file + " cannot be read: " + unreadable);
        }
    }

    /** Maps what an earlier process has left. Nothing is cut off: an earlier core of this process may still write there. */
    private synchronized void find() throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (FileChannel channel = open()) {
            int chunks = (int) Math.min(most, channel.size() / CHUNK);
            for (int i = 0; i < chunks; i++) {
                map(channel, i);
            }
        }
    }

    private FileChannel open() throws IOException {
        return PrivateFiles.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @GuardedBy("this")
    private void map(FileChannel channel, int chunk) throws IOException {
        ByteBuffer memory = channel.map(MapMode.READ_WRITE, (long) chunk * CHUNK, CHUNK);
        for (int i = 0; i < SLOTS; i++) {
            HistorySlot slot = new HistorySlot(memory.slice(i * Layout.SIZE, Layout.SIZE), clock);
            slots.add(slot);
            DeviceId device = slot.device().orElse(null);
            if (device == null || used.putIfAbsent(device, slot) != null) {
                free.add(slot);
            }
        }
    }

    @Override
    public synchronized CoreHistory of(DeviceId id) {
        present.add(id);
        HistorySlot slot = used.get(id);
        if (slot == null) {
            slot = id.toString().length() > Layout.MAX_ID ? null : next();
            if (slot == null) {
                return CoreHistory.NONE;
            }
            slot.device().ifPresent(used::remove);
            slot.begin(id);
            used.put(id, slot);
        }
        return slot.open();
    }

    /** @return memory that is free, or whose device is gone; null when there is none */
    @GuardedBy("this")
    private @Nullable HistorySlot next() {
        if (!free.isEmpty() || grow()) {
            return free.remove();
        }
        return slots.stream()
                .filter(slot -> slot.endedAt() < Long.MAX_VALUE)
                .min(Comparator.comparingLong(HistorySlot::endedAt))
                .orElse(null);
    }

    /** @return whether there is more memory now */
    @GuardedBy("this")
    private boolean grow() {
        int chunk = slots.size() / SLOTS;
        if (chunk >= most) {
            return refused("all of its " + most * (CHUNK >> 10) + " KiB (historyMegabytes) are in use");
        }
        try (FileChannel channel = open()) {
            FileStore store = Files.getFileStore(file);
            if (store.getUsableSpace() - CHUNK < Math.min(MAX_RESERVE, store.getTotalSpace() / RESERVE_PART)) {
                return refused("there is too little room in the run folder");
            }
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
            while (zeros.hasRemaining()) {
                channel.write(zeros, (long) chunk * CHUNK + zeros.position());
            }
            map(channel, chunk);
            return true;
        } catch (IOException | RuntimeException failed) {
            return refused(failed.toString());
        }
    }

    @GuardedBy("this")
    private boolean refused(String why) {
        if (!full) {
            full = true;
            LOG.log(Level.INFO, "devices that are gone lose their histories, and new ones may get none: " + why);
        }
        return false;
    }

    @Override
    public synchronized void ended(DeviceId id) {
        present.remove(id);
        HistorySlot slot = used.get(id);
        if (slot != null) {
            slot.end();
        }
    }

    @Override
    public synchronized void settle() {
        used.forEach((id, slot) -> {
            if (!present.contains(id)) {
                slot.end();
            }
        });
    }

    @Override
    public List<HistoryView> views() {
        return all().stream()
                .flatMap(slot -> slot.view().stream())
                .sorted(Comparator.comparing(HistoryView::id))
                .toList();
    }

    /** Nothing is recorded any more, so that a later object may use the file. */
    @Override
    public synchronized void close() {
        slots.forEach(HistorySlot::close);
    }

    private synchronized List<HistorySlot> all() {
        return List.copyOf(used.values());
    }

    @Override
    public Optional<HistoryView> view(DeviceId id) {
        return slot(id).flatMap(HistorySlot::view);
    }

    private synchronized Optional<HistorySlot> slot(DeviceId id) {
        return Optional.ofNullable(used.get(id));
    }
}
