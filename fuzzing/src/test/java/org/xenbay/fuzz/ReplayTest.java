// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs made by hand, and those that {@code ./fuzz} has found, do no harm any more. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayTest {

    private static final Path FOUND = Path.of("src/test/resources/found");

    @ParameterizedTest
    @EnumSource
    void noKnownInputDoesHarm(Targets target) throws Exception {
        try (Harness harness = new Harness(target::make, Harness.Budget.OF_TESTS)) {
            Map<String, byte[]> inputs = new TreeMap<>(harness.target().seeds());
            inputs.putAll(found(target));
            assertThat(inputs).as("inputs of %s", target).isNotEmpty();
            for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
                try {
                    harness.run(input.getValue());
                } catch (Exception | Error failed) {
                    throw new AssertionError(target.word() + ": " + input.getKey(), failed);
                }
            }
        }
    }

    /** Files whose names are sentences with - for blanks. */
    private static Map<String, byte[]> found(Targets target) throws IOException {
        Path folder = FOUND.resolve(target.word());
        Map<String, byte[]> inputs = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path each : files.toList()) {
                    inputs.put(each.getFileName().toString(), Files.readAllBytes(each));
                }
            }
        }
        return inputs;
    }
}
