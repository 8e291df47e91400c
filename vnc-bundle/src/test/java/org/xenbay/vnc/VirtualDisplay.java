// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An X server without a screen, and programs on it. */
final class VirtualDisplay implements AutoCloseable {

    private final Path folder;
    private final List<Process> started = new ArrayList<>();
    private String name = "";

    VirtualDisplay(Path folder) {
        this.folder = folder;
    }

    void assumeInstalled(String viewer) {
        for (String program : List.of(viewer, "Xvfb", "xdotool")) {
            assumeTrue(isInstalled(program), program + " is not installed");
        }
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** The server says on a descriptor which display it has taken. */
    void begin() throws IOException {
        Path number = folder.resolve("display");
        start(
                "sh",
                "-c",
                "exec Xvfb -displayfd 3 -nolisten tcp -fbdir " + folder + " -screen 0 1024x768x24 3>" + number);
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(number) && Files.size(number) > 1);
        name = ":" + Files.readString(number).strip();
    }

    Process start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".log").toFile());
        builder.environment().put("DISPLAY", name);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    boolean succeeds(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("xdotool"));
        command.addAll(List.of(arguments));
        return start(command.toArray(String[]::new)).waitFor() == 0;
    }

    void xdotool(String... arguments) throws Exception {
        assertThat(succeeds(arguments)).isTrue();
    }

    /** @return the pixels of its upper left corner, from the file of the format XWD that the server keeps */
    int[] pixels(int width, int height) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("Xvfb_screen0")));
        int begin = file.getInt(0) + 12 * file.getInt(4 * 19);
        int stride = file.getInt(4 * 12);
        boolean littleEndian = file.getInt(4 * 7) == 0;
        file.order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int[] pixels = new int[width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = file.getInt(begin + i / width * stride + i % width * 4) & 0xFFFFFF;
        }
        return pixels;
    }

    void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : started) {
            end(process);
        }
    }
}
