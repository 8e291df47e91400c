// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/**
 * A console's log and its older parts ({@code .1} is the latest). It holds no descriptor between two writes: that saves a
 * thousand descriptors with a thousand guests, and lets other programs move the file at any time.
 *
 * <p>Pieces are queued on the device's executor and written in that order on the threads for blocking work.
 */
final class LogFile {

    /** Most bytes that are formatted at a time: with times, short lines grow many times longer. */
    private static final int PART = 16 * 1024;

    /**
     * A piece of output and its time. {@code before} gets the file's size before the piece is written, {@code after} runs when
     * it is.
     */
    record Piece(byte[] bytes, int length, long millis, LongConsumer before, Runnable after) {
        Piece(byte[] bytes, int length, long millis) {
            this(bytes, length, millis, size -> {}, () -> {});
        }
    }

    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<Set<PosixFilePermission>> FOR_OWNER_AND_GROUP =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private static final Runnable UNCHANGED = () -> {};

    private volatile Path path;
    private LogSettings settings;
    private final LogFormat format;
    private final Queue<Piece> queue = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Runnable> change = new AtomicReference<>(UNCHANGED);

    /** @param midLine whether a line of output has begun already */
    LogFile(Path path, LogSettings settings, boolean midLine) {
        this.path = path;
        this.settings = settings;
        this.format = new LogFormat(settings.timed(), settings.filtered(), midLine);
    }

    /** Applies to the next piece that is written, which may be queued already. Does not wait for the host. */
    void change(Path to, LogSettings other) {
        change.set(() -> {
            path = to;
            settings = other;
            format.change(other.timed(), other.filtered());
        });
    }

    void enqueue(Piece piece) {
        queue.add(piece);
    }

    /**
     * Writes the queued pieces. A piece that cannot be written is lost, so that a full disk does not fill the memory as well.
     *
     * @return null
     */
    synchronized Void drain() throws IOException {
        for (Piece piece = queue.poll(); piece != null; piece = queue.poll()) {
            change.getAndSet(UNCHANGED).run();
            for (int from = 0; from < piece.length(); from += PART) {
                int length = Math.min(PART, piece.length() - from);
                write(format.format(piece.bytes(), from, length, piece.millis()), piece.before());
            }
            piece.after().run();
        }
        return null;
    }

    /** Cuts the file, so that a piece which a killed process was writing is written again. */
    static void cut(Path path, long size) throws IOException {
        if (Files.exists(path) && Files.size(path) > size) {
            try (FileChannel file =
                    FileChannel.open(path, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
                file.truncate(size);
            }
        }
    }

    private void write(ByteBuffer bytes, LongConsumer before) throws IOException {
        try {
            rotateFor(bytes.remaining());
            before.accept(Files.exists(path) ? Files.size(path) : 0);
            append(bytes);
        } catch (NoSuchFileException noFolder) {
            Files.createDirectories(path.getParent());
            append(bytes);
        }
    }

    private void append(ByteBuffer bytes) throws IOException {
        try (FileChannel file = FileChannel.open(path, OPTIONS, FOR_OWNER_AND_GROUP)) {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }

    private void rotateFor(int more) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0 || Files.size(path) + more <= settings.size()) {
            return;
        }
        for (int part = settings.parts(); part > 0; part--) {
            Path newer = part == 1 ? path : part(part - 1);
            if (Files.exists(newer)) {
                Files.move(newer, part(part), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(path);
    }

    private Path part(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
