// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** Byte-range locks, as guests' processes see them. */
class LocksTest extends ServedFolder {

    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int UNLOCK = 2;
    private static final int LOCK = 52;
    private static final int GETLOCK = 54;
    private static final int WAIT = 1;
    private static final int SUCCESS = 0;
    private static final int BLOCKED = 1;
    private static final int ENOLCK = 37;

    private NinePClient one;
    private NinePClient other;
    private int oneRoot;
    private int first;
    private int second;

    @BeforeEach
    void mount() throws Exception {
        Files.write(folder.resolve("file"), new byte[100]);
        Host.Share a = host.share();
        Host.Share b = host.share();
        one = a.client();
        other = b.client();
        oneRoot = a.mount();
        first = open(one, oneRoot);
        second = open(other, b.mount());
    }

    private static int open(NinePClient client, int root) {
        int fid = client.walk(root, "file");
        client.open(fid, 2);
        return fid;
    }

    private static int lock(NinePClient client, int fid, int type, long start, long length, int process) {
        return lock(client, fid, type, WAIT, start, length, process);
    }

    private static int lock(NinePClient client, int fid, int type, int flags, long start, long length, int process) {
        return client.call(new Message(LOCK)
                        .u32(fid)
                        .u8(type)
                        .u32(flags)
                        .u64(start)
                        .u64(length)
                        .u32(process)
                        .string("guest"))
                .body()
                .get();
    }

    @Test
    void twoGuestsExcludeOneAnother() {
        assertThat(lock(one, first, WRITE, 0, 10, 1)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, READ, 5, 10, 1)).isEqualTo(BLOCKED);
        assertThat(lock(other, second, WRITE, 10, 10, 1)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, UNLOCK, 5, 0, 1)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, WRITE, 5, 5, 1)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, READ, 4, 1, 1)).isEqualTo(BLOCKED);
    }

    @Test
    void readLocksDoNotConflict() {
        assertThat(lock(one, first, READ, 0, 0, 1)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, READ, 0, 0, 1)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, WRITE, 0, 0, 1)).isEqualTo(BLOCKED);
    }

    @Test
    void locksOfOneProcessDoNotConflictHoweverOftenItOpensTheFile() {
        int again = open(one, oneRoot);
        assertThat(lock(one, first, WRITE, 0, 0, 7)).isEqualTo(SUCCESS);
        assertThat(lock(one, again, WRITE, 0, 0, 7)).isEqualTo(SUCCESS);
        assertThat(lock(one, again, WRITE, 0, 0, 8)).as("another process").isEqualTo(BLOCKED);
        assertThat(lock(one, again, UNLOCK, 0, 0, 7)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, WRITE, 0, 0, 8)).isEqualTo(SUCCESS);
    }

    /** What a shell does with {@code exec 9>file; flock 9; flock -u 9}. */
    @Test
    void anyProcessThatHasInheritedAnOpenFileEndsItsFlock() {
        assertThat(lock(one, first, WRITE, 0, 0, 100)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, WRITE, 0, 0, 1)).isEqualTo(BLOCKED);
        assertThat(lock(one, first, UNLOCK, 0, 0, 101)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, WRITE, 0, 0, 1)).isEqualTo(SUCCESS);
    }

    @Test
    void anyProcessThatHasInheritedAnOpenFileChangesItsFlock() {
        assertThat(lock(one, first, WRITE, 0, 0, 100)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, READ, 0, 0, 101)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, READ, 0, 0, 1)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, WRITE, 0, 0, 102)).as("another guest reads").isEqualTo(BLOCKED);
        assertThat(lock(other, second, UNLOCK, 0, 0, 1)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, WRITE, 0, 0, 103)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, UNLOCK, 0, 0, 104)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, WRITE, 0, 0, 1)).isEqualTo(SUCCESS);
    }

    /** When a process closes a file, Linux unlocks the file, and names this process as the owner of the locks. */
    @Test
    void aChildThatClosesWhatItHasInheritedDoesNotEndItsParentsLock() {
        assertThat(lock(one, first, WRITE, 0, 0, 100)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, UNLOCK, 0, 0, 0, 101)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, WRITE, 0, 0, 1)).isEqualTo(BLOCKED);
        assertThat(lock(one, first, UNLOCK, 0, 0, 0, 100)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, WRITE, 0, 0, 1)).isEqualTo(SUCCESS);
    }

    @Test
    void anUnlockOfAProcessThatHasALockThereIsItsOwn() {
        assertThat(lock(one, first, READ, 0, 10, 100)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, READ, 0, 20, 101)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, UNLOCK, 0, 0, 101)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, WRITE, 9, 1, 1)).as("of process 100").isEqualTo(BLOCKED);
        assertThat(lock(other, second, WRITE, 10, 10, 1)).isEqualTo(SUCCESS);
    }

    @Test
    void anUnlockByOneOpenFileLeavesWhatWasLockedByAnother() {
        int again = open(one, oneRoot);
        assertThat(lock(one, first, WRITE, 0, 0, 100)).isEqualTo(SUCCESS);
        assertThat(lock(one, again, UNLOCK, 0, 0, 101)).isEqualTo(SUCCESS);
        assertThat(lock(other, second, WRITE, 0, 0, 1)).isEqualTo(BLOCKED);
        assertThat(lock(one, again, WRITE, 0, 0, 101)).as("another process").isEqualTo(BLOCKED);
    }

    @Test
    void locksEndWithTheLastFidAndWithTheGuest() throws Exception {
        Host.Share third = host.share();
        int fid = open(third.client(), third.mount());
        assertThat(lock(third.client(), fid, WRITE, 0, 0, 1)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, WRITE, 0, 0, 1)).isEqualTo(BLOCKED);
        third.frontend().unload().get(10, TimeUnit.SECONDS);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(lock(one, first, WRITE, 0, 0, 1)).isEqualTo(SUCCESS));
        one.clunk(first);
        assertThat(lock(other, second, WRITE, 0, 0, 1)).isEqualTo(SUCCESS);
    }

    /** The JDK's locks belong to this process; the kernel treats a process and an open file as different owners. */
    @Test
    void aProgramOfTheHostIsExcludedToo() throws IOException, InterruptedException {
        assertThat(lock(one, first, WRITE, 0, 0, 1)).isEqualTo(SUCCESS);
        try (FileChannel channel = FileChannel.open(folder.resolve("file"), StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).isNull();
            assertThat(lock(one, first, UNLOCK, 0, 0, 1)).isEqualTo(SUCCESS);
            assertThat(channel.tryLock()).isNotNull();
            assertThat(lock(one, first, READ, 0, 1, 1)).isEqualTo(BLOCKED);
        }
        assertThat(lock(one, first, READ, 0, 1, 1)).isEqualTo(SUCCESS);
    }

    @Test
    void theConflictingLockIsReported() {
        lock(one, first, WRITE, 20, 30, 1);
        var found = getlock(other, second, READ);
        assertThat(found.get()).isEqualTo((byte) WRITE);
        assertThat(found.getLong()).isEqualTo(20);
        assertThat(found.getLong()).isEqualTo(30);
        assertThat(getlock(one, first, WRITE).get()).as("its own").isEqualTo((byte) UNLOCK);
    }

    private static ByteBuffer getlock(NinePClient client, int fid, int type) {
        return client.call(new Message(GETLOCK)
                        .u32(fid)
                        .u8(type)
                        .u64(0)
                        .u64(0)
                        .u32(1)
                        .string("guest"))
                .body();
    }

    @Test
    void locksAreBoundedAndTheirRangesJoined() {
        for (int i = 0; i < 5_000; i++) {
            assertThat(lock(one, first, WRITE, i, 1, 1)).isEqualTo(SUCCESS);
        }
        assertThat(lock(one, first, UNLOCK, 0, 0, 1)).isEqualTo(SUCCESS);
        Host.refused(ENOLCK, () -> {
            for (int i = 0; i < 5_000; i++) {
                lock(one, first, WRITE, 2L * i, 1, 1);
            }
        });
        assertThat(lock(one, first, UNLOCK, 0, 0, 1)).isEqualTo(SUCCESS);
        assertThat(lock(one, first, WRITE, 0, 0, 1)).isEqualTo(SUCCESS);
    }

    @Test
    void invalidLocksAreRefused() {
        Host.refused(Errno.EINVAL, () -> lock(one, first, 3, 0, 0, 1));
        Host.refused(Errno.EINVAL, () -> lock(one, first, WRITE, -1, 0, 1));
        Host.refused(Errno.EBADF, () -> lock(one, one.walk(oneRoot, "file"), WRITE, 0, 0, 1));
    }
}
