// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xenbay.update.DeployedFile.Stamp;

/**
 * The folder that operators put jars into. Also keeps copies of checked contents, and of contents that have served, in a folder
 * that only this class writes. The copies exist as long as the run folder.
 */
final class DeployFolder {

    /** A file that was written longer ago is taken at once: it was moved into the folder, or is not new. */
    private static final Duration OLD = Duration.ofSeconds(2);

    private final Path folder;
    private final Path copies;

    /**
     * @param folder that jars are dropped into
     * @param copies made when it is missing
     */
    DeployFolder(Path folder, Path copies) throws IOException {
        this.folder = folder;
        this.copies = copies;
        Files.createDirectories(copies);
    }

    Path folder() {
        return folder;
    }

    /** @return the attributes of each jar; hidden files are left out, because they are not complete yet */
    Map<String, Stamp> list() throws IOException {
        Map<String, Stamp> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jar") && !name.startsWith(".") && Files.isRegularFile(file)) {
                    found.put(name, Stamp.of(file));
                }
            }
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        return found;
    }

    static boolean isOld(Stamp stamp) {
        return stamp.modified().toInstant().isBefore(Instant.now().minus(OLD));
    }

    /** @return a copy of a jar, which another program may write meanwhile */
    Path copyOf(Path jar) throws IOException {
        Path copy = Files.createTempFile(copies, ".look", ".jar");
        try (InputStream in = Files.newInputStream(jar);
                OutputStream out = Files.newOutputStream(copy)) {
            in.transferTo(out);
        } catch (IOException failed) {
            Files.deleteIfExists(copy);
            throw failed;
        }
        return copy;
    }

    /** @return path of the served content of a file */
    Path proven(String name) {
        return copies.resolve(name);
    }

    /** Keeps a copy as the served content. */
    Path prove(Path copy, String name) throws IOException {
        return Files.move(copy, proven(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes copies of files that do not exist any more, and unfinished copies of an earlier run. */
    void tidy(Set<String> names) throws IOException {
        try (Stream<Path> files = Files.list(copies)) {
            for (Path file : files.filter(
                            each -> !names.contains(each.getFileName().toString()))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    /** Puts a jar into the folder by a rename, so that a partial file is never visible. */
    Stamp publish(Path jar, String name) throws IOException {
        Path part = folder.resolve("." + name + ".part");
        Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Path target = folder.resolve(name);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Stamp.of(target);
    }

    /** Removes a jar from the folder. */
    void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }
}
