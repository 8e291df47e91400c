// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;

/** Promised memory that outlasts the process is available, and one device cannot take another's. */
class JournalFolderTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path run;

    private static DeviceId device(int domain) {
        return new DeviceId(domain, "9pfs", 0);
    }

    /** @return bytes of the disk or of memory that a file takes; a sparse one takes none */
    private static long taken(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes()).trim()) * 512;
    }

    private Path file(int domain, String name) {
        return run.resolve("journal").resolve(device(domain).toString().replace('/', '-') + "." + name);
    }

    @Test
    void allOfTheMemoryIsTakenBeforeItIsUsed() throws Exception {
        JournalFolder folder = new JournalFolder(run, 64 * MIB);
        ByteBuffer memory = folder.of(device(1), "9pfs", MIB).orElseThrow();
        assertThat(taken(file(1, "9pfs"))).isGreaterThanOrEqualTo(MIB);
        memory.put(MIB - 1, (byte) 7);
        assertThat(folder.of(device(1), "9pfs", MIB).orElseThrow().get(MIB - 1)).isEqualTo((byte) 7);
        assertThat(new JournalFolder(run, 64 * MIB)
                        .of(device(1), "9pfs", MIB)
                        .orElseThrow()
                        .get(MIB - 1))
                .isEqualTo((byte) 7);
    }

    @Test
    void aFileWithoutMemoryThatAnEarlierVersionLeftGetsSomeAndKeepsWhatIsInIt() throws Exception {
        Files.createDirectories(run.resolve("journal"));
        try (RandomAccessFile sparse = new RandomAccessFile(file(1, "9pfs").toFile(), "rw")) {
            sparse.setLength(4 * MIB);
            sparse.seek(MIB - 1);
            sparse.write(7);
        }
        ByteBuffer memory =
                new JournalFolder(run, 64 * MIB).of(device(1), "9pfs", MIB).orElseThrow();
        assertThat(memory.get(MIB - 1)).isEqualTo((byte) 7);
        assertThat(taken(file(1, "9pfs"))).isGreaterThanOrEqualTo(MIB);
        assertThat(Files.size(file(1, "9pfs"))).isEqualTo(MIB);
    }

    @Test
    void aGreedyDeviceLeavesRoomForThoseThatCome() {
        JournalFolder folder = new JournalFolder(run, 8 * MIB);
        List<Optional<ByteBuffer>> pieces = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            pieces.add(folder.of(device(1), "piece-" + i, MIB / 4));
        }
        long got = pieces.stream().filter(Optional::isPresent).count();
        assertThat(got).as("an eighth").isEqualTo(4);
        assertThat(folder.refusal(device(1)).orElseThrow())
                .contains("its share")
                .contains("journalMegabytes");
        for (int domain = 2; domain < 15; domain++) {
            assertThat(folder.of(device(domain), "9pfs", MIB / 2)).isPresent();
            assertThat(folder.refusal(device(domain))).isEmpty();
        }
    }

    @Test
    void filesAreOpenedByAThreadThatWasThereBeforeAnyThatAsks() throws Exception {
        JournalFolder folder = new JournalFolder(run, MIB);
        List<Thread> clerks = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("xenbus-journal"))
                .toList();
        assertThat(clerks).isNotEmpty();
        assertThat(folder.of(device(1), "a", MIB / 4)).isPresent();
        folder.close();
        assertThat(folder.of(device(1), "b", MIB / 4))
                .as("after the core has stopped")
                .isEmpty();
        assertThat(folder.refusal(device(1)).orElseThrow()).contains("cannot be had");
    }

    @Test
    void whatDoesNotFitIsSaidAndWhatIsGivenBackCanBeHadAgain() {
        JournalFolder folder = new JournalFolder(run, MIB);
        assertThat(folder.of(device(1), "a", MIB / 2)).isPresent();
        assertThat(folder.of(device(2), "a", MIB / 2)).isPresent();
        assertThat(folder.of(device(3), "a", MIB / 2)).isEmpty();
        assertThat(file(3, "a")).doesNotExist();
        assertThat(folder.refusal(device(3)).orElseThrow()).contains("journals have all of their 1024 KiB");
        folder.remove(device(1));
        assertThat(folder.of(device(3), "a", MIB / 2)).isPresent();
    }

    @Test
    void otherProgramsKeepRoomWhateverIsConfigured() throws Exception {
        long[] free = {40L * MIB};
        JournalBudget budget = new JournalBudget(
                new JournalBudget.Room() {
                    @Override
                    public long free() {
                        return free[0];
                    }

                    @Override
                    public long total() {
                        return 80L * MIB;
                    }
                },
                1L << 40);
        assertThat(budget.take("a", 30L * MIB)).isEmpty();
        free[0] = 10L * MIB;
        assertThat(budget.take("b", MIB).orElseThrow()).contains("other programs");
    }

    @Test
    void journalsOfDevicesThatAreGoneAreGivenBack() {
        new JournalFolder(run, MIB).of(device(1), "a", MIB / 2);
        JournalFolder next = new JournalFolder(run, MIB);
        assertThat(next.of(device(2), "a", MIB / 2)).isPresent();
        assertThat(next.of(device(3), "a", MIB / 2)).isEmpty();
        next.settle();
        assertThat(file(1, "a")).doesNotExist();
        assertThat(file(2, "a")).exists();
        assertThat(next.of(device(3), "a", MIB / 2)).isPresent();
    }
}
