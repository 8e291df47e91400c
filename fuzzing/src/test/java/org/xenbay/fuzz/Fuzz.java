// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The fuzzer's entry point; {@code ./fuzz} starts it. Its argument is a target's name. */
public final class Fuzz {

    private static Harness harness;

    private Fuzz() {}

    /**
     * @param arguments the target's name
     * @throws Exception when the target cannot be made
     */
    public static void fuzzerInitialize(String[] arguments) throws Exception {
        harness = new Harness(Targets.of(arguments[0])::make, Harness.Budget.OF_FUZZER);
    }

    /**
     * @param data an input
     * @throws Exception when something is found
     */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        harness.run(data);
    }

    /** @throws Exception when the target does not close */
    public static void fuzzerTearDown() throws Exception {
        harness.close();
    }

    /**
     * Lists the targets; with a target's name and a folder, writes the target's seeds there.
     *
     * @param arguments none, or a target's name and a folder
     * @throws Exception when the seeds cannot be written
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            for (Targets each : Targets.values()) {
                System.out.printf("  %-20s %s%n", each.word(), each.about());
            }
            return;
        }
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Path files = Files.createTempDirectory("xenbay-fuzz");
        try (FuzzTarget target = Targets.of(arguments[0]).make(files)) {
            for (Map.Entry<String, byte[]> seed : target.seeds().entrySet()) {
                Files.write(folder.resolve(seed.getKey()), seed.getValue());
            }
        }
        Folders.delete(files);
        System.exit(0);
    }
}
