// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests in a new virtual machine: each virtual machine loads a library only once. */
public final class JavaProcess {

    /** The options with which JNA does not find its native part; they need an empty folder. */
    public static String[] withoutJna(Path empty) {
        return new String[] {
            "-Djna.boot.library.path=" + empty, "-Djna.nosys=true", "-Djna.nounpack=true", "-Djna.noclasspath=true"
        };
    }

    private JavaProcess() {}

    /** @return the lines that it wrote, also those of its log; it has ended */
    public static List<String> run(Class<?> main, String... options) throws IOException, InterruptedException {
        Process process = start(main, options);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return output.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    /** @return a running process, whose output and log are one stream; the caller ends it */
    public static Process start(Class<?> main, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(options));
        command.add(main.getName());
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
