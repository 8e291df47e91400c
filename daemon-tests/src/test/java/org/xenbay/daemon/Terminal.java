// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A program on a terminal, which script(1) makes, and a user who types there. */
final class Terminal implements AutoCloseable {
    private final Process process;
    private final Path screen;

    /**
     * @param program its command line, folder and environment; the words need no quotes
     * @param columns the terminal's width
     * @param screen the file that keeps all that is written to the terminal
     */
    Terminal(ProcessBuilder program, int columns, Path screen) throws IOException {
        this.screen = screen;
        program.environment().put("TERM", "xterm");
        String line = "stty rows 24 cols " + columns + "; exec " + String.join(" ", program.command());
        process = program.command("script", "-qec", line, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(screen.toFile())
                .start();
    }

    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** All that was written so far, with the sequences that move the cursor. */
    String written() throws IOException {
        return Files.readString(screen);
    }

    /** All that was written so far, as lines of text without colours. */
    String text() throws IOException {
        return written()
                .replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]", "")
                .replace("\r\n", "\n")
                .replace('\r', '\n');
    }

    boolean isOpen() {
        return process.isAlive();
    }

    /** Waits until the program has ended. Returns its exit code, with 128 added to the number of a signal. */
    int exit(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("the program does not end: " + text());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
