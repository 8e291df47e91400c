// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.xenbay.api.access.PrivateFiles;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.core.device.PersistentMemory;

/**
 * Persistent memory of devices: mapped files of the run folder, which is in the host's memory (/run is a tmpfs). The kernel
 * keeps what was stored when the process ends or is killed. Nothing is synced, as no journal is used after a restart of the
 * host.
 *
 * <p>Each file is written from its first to its last byte before it is used, so that its memory is allocated: otherwise a store
 * to a page for which the file system has no room would fail, in the middle of a guest's request. {@link JournalBudget} divides
 * the memory.
 */
public final class JournalFolder implements PersistentMemory, AutoCloseable {

    private static final Logger LOG = System.getLogger(JournalFolder.class.getName());

    private static final int CHUNK = 64 * 1024;
    private static final long TIMEOUT_SECONDS = 5;

    private final Path folder;
    private final JournalBudget budget;
    /**
     * Opens the files, because a calling thread may have confined itself to a guest's share. Started before any thread is
     * confined.
     */
    private final ThreadPoolExecutor clerk = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.named("xenbus-journal"));
    /** Files whose memory this process has allocated, with their sizes. */
    private final Map<Path, Integer> allocated = new HashMap<>();

    @GuardedBy("this")
    private final Set<String> served = new HashSet<>();

    private final Map<DeviceId, String> refusals = new ConcurrentHashMap<>();

    /** @param run the folder of this daemon, which no other process uses */
    public JournalFolder(Path run) {
        this(run, 0);
    }

    /**
     * @param run the folder of this daemon, which no other process uses
     * @param most bytes of all files together; 0 for a quarter of the room there, and at most 256 MiB
     */
    public JournalFolder(Path run, long most) {
        this.folder = run.resolve("journal");
        this.budget = JournalBudget.of(run, most);
        clerk.prestartAllCoreThreads();
        for (Path file : files("")) {
            budget.found(owner(file), size(file));
        }
    }

    @Override
    public Optional<ByteBuffer> of(DeviceId id, String name, int size) {
        CompletableFuture<Optional<ByteBuffer>> memory = new CompletableFuture<>();
        try {
            clerk.execute(() -> memory.complete(open(id, name, size)));
            return memory.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException | ExecutionException | TimeoutException failed) {
            say(id, "the memory cannot be had: " + failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            say(id, "the memory cannot be had: interrupted");
        }
        return Optional.empty();
    }

    private synchronized Optional<ByteBuffer> open(DeviceId id, String name, int size) {
        try {
            PrivateFiles.makeFolder(folder);
            Path path = folder.resolve(prefix(id) + name);
            served.add(prefix(id));
            try (FileChannel file = PrivateFiles.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                int sure = allocated.getOrDefault(path, 0);
                if (sure < size) {
                    Optional<String> refusal = allocate(prefix(id), file, sure, size);
                    if (refusal.isPresent()) {
                        return refused(id, path, file, refusal.get());
                    }
                    allocated.put(path, size);
                }
                return Optional.of(file.map(MapMode.READ_WRITE, 0, size));
            }
        } catch (IOException | RuntimeException failed) {
            say(id, failed.toString());
            return Optional.empty();
        }
    }

    /** @return the reason of a refusal, when there is not enough memory */
    private Optional<String> allocate(String owner, FileChannel file, int sure, int size) throws IOException {
        long there = file.size();
        if (there > size) {
            // An earlier version made a larger one.
            file.truncate(size);
            budget.give(owner, there - size);
            there = size;
        }
        Optional<String> refusal = budget.take(owner, size - there);
        if (refusal.isPresent()) {
            return refusal;
        }
        try {
            fill(file, sure, there, size);
            return Optional.empty();
        } catch (IOException failed) {
            file.truncate(there);
            budget.give(owner, size - there);
            return Optional.of("the memory cannot be had: " + failed.getMessage());
        }
    }

    /** Writes the content again as it is: an earlier version may have left a sparse file. */
    private static void fill(FileChannel file, long from, long there, int size) throws IOException {
        for (long at = from; at < size; at += CHUNK) {
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, size - at));
            while (at + chunk.position() < there && chunk.hasRemaining()) {
                if (file.read(chunk, at + chunk.position()) < 0) {
                    break;
                }
            }
            chunk.clear();
            while (chunk.hasRemaining()) {
                file.write(chunk, at + chunk.position());
            }
        }
    }

    private Optional<ByteBuffer> refused(DeviceId id, Path path, FileChannel file, String why) throws IOException {
        if (file.size() == 0) {
            Files.deleteIfExists(path);
        }
        say(id, why);
        return Optional.empty();
    }

    /** Logged once for each device: a guest can cause the request as often as it wants. */
    private void say(DeviceId id, String why) {
        if (refusals.put(id, why) == null) {
            LOG.log(Level.WARNING, id + " will not survive a kill of this daemon: " + why);
        }
    }

    @Override
    public Optional<String> refusal(DeviceId id) {
        return Optional.ofNullable(refusals.get(id));
    }

    @Override
    public synchronized void remove(DeviceId id) {
        refusals.remove(id);
        served.remove(prefix(id));
        remove(prefix(id));
    }

    private void remove(String owner) {
        for (Path file : files(owner)) {
            try {
                long size = size(file);
                if (Files.deleteIfExists(file)) {
                    budget.give(owner, size);
                }
                allocated.remove(file);
            } catch (IOException failed) {
                LOG.log(Level.WARNING, "cannot remove the journal " + file + ": " + failed);
            }
        }
    }

    /** Ends: gives out no more memory. Memory that was given out stays valid. */
    @Override
    public void close() {
        clerk.shutdown();
    }

    /**
     * Removes the journals of devices that have not asked for theirs since this process started: those devices do not exist any
     * more.
     */
    public synchronized void settle() {
        for (Path file : files("")) {
            if (!served.contains(owner(file))) {
                LOG.log(Level.DEBUG, "the journal " + file + " is of a device that is gone");
                remove(owner(file));
            }
        }
    }

    private List<Path> files(String prefix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "cannot read the folder " + folder + ": " + failed);
            return List.of();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    private static String prefix(DeviceId id) {
        return id.toString().replace('/', '-') + ".";
    }

    private static String owner(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.indexOf('.') + 1);
    }
}
