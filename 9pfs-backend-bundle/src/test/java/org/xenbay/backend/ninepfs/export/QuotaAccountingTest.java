// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xenbay.nativexen.file.HostFilesComponent;
import org.xenbay.simulation.Seeds;

/**
 * Several threads of a guest make random changes to a few files at the same time, with all security models, with and without
 * auto-delete. The usage of the share never exceeds the limit and is never negative, and in the end it agrees with the files.
 */
class QuotaAccountingTest {

    private static final int THREADS = 4;
    private static final int OPERATIONS = 400;
    private static final long MAX_BYTES = 150_000;
    private static final long MAX_FILES = 20;

    @TempDir
    Path folder;

    private final Housekeeping housekeeping = new Housekeeping();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
        housekeeping.close();
    }

    static Stream<Arguments> cases() {
        long[] seeds = Seeds.chosen().toArray();
        return Stream.of(ExportRules.Model.values())
                .flatMap(model -> LongStream.of(seeds).mapToObj(seed -> Arguments.of(model, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("cases")
    void theCountIsThatOfTheFilesThatExist(ExportRules.Model model, long seed) throws Exception {
        Quota.Limits limits = new Quota.Limits(MAX_BYTES, MAX_FILES, 0, seed % 3 == 0);
        ExportRules rules = new ExportRules(model, false, Squash.NONE, limits, 10_000);
        try (Export export =
                new Export(HostFilesComponent.ofThisHost().orElseThrow().open(folder), rules, housekeeping)) {
            export.restore(0, 0);
            List<Future<List<String>>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                RandomGuest guest = new RandomGuest(export, new Random(seed * THREADS + i), () -> checkLimits(export));
                running.add(threads.submit(() -> guest.run(OPERATIONS)));
            }
            List<String> failures = new ArrayList<>();
            for (Future<List<String>> each : running) {
                failures.addAll(each.get(60, TimeUnit.SECONDS));
            }
            assertThat(failures).as("failures nobody expects").isEmpty();
            DiskUsage there = DiskUsage.of(folder, model == ExportRules.Model.MAPPED_FILE);
            assertThat(export.usedBytes()).as("bytes").isEqualTo(there.bytes());
            assertThat(export.usedFiles()).as("files").isEqualTo(there.files());
            assertThat(export.descriptors().taken()).as("files in use").isZero();
        }
    }

    private static void checkLimits(Export export) {
        assertThat(export.usedBytes()).isBetween(0L, MAX_BYTES);
        assertThat(export.usedFiles()).isBetween(0L, MAX_FILES);
    }
}
