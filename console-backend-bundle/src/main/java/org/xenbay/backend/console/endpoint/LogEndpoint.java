// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.backend.console.flow.Console;
import org.xenbay.backend.console.flow.ConsolePage;
import org.xenbay.backend.console.flow.Endpoint;
import org.xenbay.backend.console.handover.ParkedConsole;
import org.xenbay.backend.console.handover.Readers;
import org.xenbay.backend.console.output.OutputCursor;

/**
 * A reader that writes to a log file. One piece is written at a time, on the threads for blocking work; meanwhile the
 * console's buffer holds new output. A slow disk costs output in the log, never the guest's time.
 */
public final class LogEndpoint implements Endpoint {

    private static final int PIECE = 16 * 1024;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Console console;
    private final DeviceContext device;
    private final LogFile file;
    private final OutputCursor cursor;
    private @Nullable ByteBuffer piece;
    private boolean writing;
    private boolean ended;
    private boolean failing;
    private long failures;

    /**
     * @param console the console whose output it writes
     * @param device the console's device
     * @param path of the file
     * @param settings how it is written
     * @param cursor its place in the output
     */
    public LogEndpoint(Console console, DeviceContext device, Path path, LogSettings settings, OutputCursor cursor) {
        this.console = console;
        this.device = device;
        this.file = new LogFile(path, settings, cursor.midLine());
        this.cursor = cursor;
    }

    /**
     * Changes the settings, and the file if it is another one.
     *
     * @param path of the file
     * @param settings how it is written
     */
    public void configure(Path path, LogSettings settings) {
        file.change(path, settings);
    }

    /**
     * Cuts the file, so that a piece which a killed process was writing is written again.
     *
     * @param path of the log
     * @param size to which the file is cut
     * @throws IOException when it cannot be cut
     */
    public static void cut(Path path, long size) throws IOException {
        LogFile.cut(path, size);
    }

    @Override
    public void deliver() {
        if (writing || ended || cursor.unread() == 0) {
            return;
        }
        ByteBuffer filled = piece == null ? ByteBuffer.allocate(PIECE) : piece;
        piece = filled;
        long start = cursor.position();
        fill(filled.clear());
        file.enqueue(new LogFile.Piece(
                filled.array(),
                filled.position(),
                System.currentTimeMillis(),
                size -> console.journal().logging(start, size),
                logged(cursor.position(), cursor.midLine())));
        writing = true;
        device.runOnHost(file::drain, this::written);
    }

    private Runnable logged(long position, boolean midLine) {
        return () -> console.journal().reached(Readers.LOG, position, midLine);
    }

    private void fill(ByteBuffer target) {
        try {
            cursor.writeTo(bytes -> {
                int length = Math.min(bytes.remaining(), target.remaining());
                target.put(target.position(), bytes, bytes.position(), length);
                target.position(target.position() + length);
                bytes.position(bytes.position() + length);
            });
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void written(Void nothing, @Nullable Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            device.schedule(RETRY, () -> device.runOnHost(file::drain, this::written));
            return;
        }
        writing = false;
        if (failure != null) {
            failures++;
            if (!failing) {
                device.log().error("cannot write the log " + file + ": " + failure);
            }
        }
        failing = failure != null;
        deliver();
        console.delivered();
    }

    @Override
    public Optional<String> trouble() {
        return failing ? Optional.of("its log " + file + " cannot be written") : Optional.empty();
    }

    /** Writes the last output on the threads for blocking work, without waiting for it. */
    @Override
    public void end() {
        ended = true;
        if (cursor.unread() > 0) {
            writeLast((int) cursor.unread() + ConsolePage.OUT_SIZE);
        }
        cursor.close();
    }

    /** @param size most bytes; they count as the guest's memory until they are written */
    private void writeLast(int size) {
        Allowance memory = device.memory();
        if (!memory.tryTake(size)) {
            device.log().error("the end of the log " + file + " is missing: the guest is at its limit of memory");
            return;
        }
        byte[] rest = new byte[size];
        ByteBuffer last = ByteBuffer.wrap(rest);
        fill(last);
        Callable<Void> write = () -> {
            try {
                file.enqueue(new LogFile.Piece(rest, last.position(), System.currentTimeMillis()));
                return file.drain();
            } finally {
                memory.give(size);
            }
        };
        if (!device.offerToHost(write, this::lastWritten)) {
            memory.give(size);
            device.log().error("the end of the log " + file + " is missing: too much waits for the disk already");
        }
    }

    private void lastWritten(Void nothing, @Nullable Throwable failure) {
        if (failure != null) {
            device.log().error("the end of the log " + file + " is missing: " + failure);
        }
    }

    @Override
    public void park(ParkedConsole.Builder successor) {
        successor.place(Readers.LOG, cursor);
    }

    @Override
    public void describe(Map<String, String> details) {
        details.put("log", file + (failing ? " (cannot be written)" : ""));
        if (cursor.lost() > 0 || failures > 0) {
            details.put("log lost", cursor.lost() + " bytes, " + failures + " failed writes");
        }
    }
}
