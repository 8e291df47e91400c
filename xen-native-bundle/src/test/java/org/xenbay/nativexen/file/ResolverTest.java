// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Errno;
import org.xenbay.nativexen.libc.FileAbi;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.Machine;

class ResolverTest {

    private static final int TRIES = 30_000;

    @TempDir
    Path folder;

    private static byte[] name(Object text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** Without another try the kernel sometimes reports that the file has left the folder: EXDEV. */
    @Test
    void aFileThatIsMovedMeanwhileIsThereOrNotThere() throws Exception {
        HostFilesComponent.ofThisHost().orElseThrow(); // binds the system calls
        Machine machine = Machine.here();
        assumeTrue(Resolver.knowsOpenat2(machine), "the kernel does not know openat2");
        Path here = Files.createDirectory(folder.resolve("here"));
        Path there = Files.createDirectory(folder.resolve("there"));
        Files.createDirectory(here.resolve("b"));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> mover = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                assertThat(here.resolve("b")
                                .toFile()
                                .renameTo(there.resolve("b").toFile()))
                        .isTrue();
                assertThat(there.resolve("b")
                                .toFile()
                                .renameTo(here.resolve("b").toFile()))
                        .isTrue();
            }
        });
        int opened = FileCalls.openat(FileAbi.AT_FDCWD, name(here), LibcAbi.O_PATH, 0);
        Set<Integer> errors = new TreeSet<>();
        try {
            for (int i = 0; i < TRIES; i++) {
                int descriptor = Resolver.openat2(machine).open(opened, name("b"), LibcAbi.O_PATH, 0);
                if (descriptor < 0) {
                    errors.add(Libc.errno());
                } else {
                    Libc.close(descriptor);
                }
            }
        } finally {
            over.set(true);
            Libc.close(opened);
            mover.join();
        }
        assertThat(errors).isSubsetOf(Errno.ENOENT);
    }
}
