// SPDX-License-Identifier: Apache-2.0
package org.xenbay.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The run folder, locked by one daemon at a time. The lock ends with the daemon or with the keeper of its open files. A lock
 * whose daemon has ended therefore does not count.
 */
final class RunFolder implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private RunFolder(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes the folder when it is missing and takes it.
     *
     * @throws StartException when another daemon has it; names that daemon's process id
     */
    static RunFolder take(Path folder) throws IOException, StartException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        }
        Path file = folder.resolve("xenbay.pid");
        FileChannel channel = open(file);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            String pid = Files.readString(file).strip();
            channel.close();
            if (isAlive(folder, pid)) {
                throw new StartException("another xenbay (process " + pid + ") runs in " + folder
                        + "; end it, or choose another folder with --run-dir");
            }
            channel = replaceLockOfTheDead(folder, file);
            lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new StartException("another xenbay starts in " + folder);
            }
        }
        Holder.self().note(folder);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return new RunFolder(channel, lock);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Tells whether the holder still runs. An earlier version has not noted its start: then any Java virtual machine with that
     * process id counts.
     */
    private static boolean isAlive(Path folder, String pid) throws IOException {
        try {
            long number = Long.parseLong(pid);
            Optional<Holder> holder = Holder.of(folder, number);
            return holder.isPresent() ? holder.get().isAlive() : isJava(number);
        } catch (NumberFormatException none) {
            return false;
        }
    }

    private static boolean isJava(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.info()
                        .command()
                        .map(command -> command.contains("java"))
                        .orElse(true))
                .isPresent();
    }

    /**
     * Replaces the lock file of a killed daemon, whose lock its keeper still holds. Another lock excludes a second daemon
     * that starts at the same time.
     */
    private static FileChannel replaceLockOfTheDead(Path folder, Path file) throws IOException, StartException {
        try (FileChannel starting = open(folder.resolve("starting"));
                FileLock alone = starting.tryLock()) {
            if (alone == null) {
                throw new StartException("another xenbay starts in " + folder);
            }
            FileChannel present = open(file);
            FileLock free = present.tryLock();
            if (free != null) {
                free.release();
                return present;
            }
            present.close();
            Files.delete(file);
            return open(file);
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
