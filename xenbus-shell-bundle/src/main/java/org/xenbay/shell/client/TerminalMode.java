// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Switches the terminal to single key strokes and back, with {@code stty}: the JDK has no function for it, and the client loads
 * no native code.
 */
final class TerminalMode {
    @GuardedBy("this")
    private String before = "";

    /**
     * @param raw whether each key stroke is read at once
     * @throws IOException when {@code stty} is missing or fails
     */
    synchronized void set(boolean raw) throws IOException {
        if (raw && before.isEmpty()) {
            String found = stty("-g");
            stty("raw", "-echo");
            before = found;
        } else if (!raw) {
            restore();
        }
    }

    /**
     * Restores the terminal, if it was changed.
     *
     * @throws IOException when {@code stty} fails
     */
    synchronized void restore() throws IOException {
        if (!before.isEmpty()) {
            stty(before);
            before = "";
        }
    }

    private static String stty(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("stty " + arguments[0] + " failed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stty ran", interrupted);
        }
        return output.strip();
    }
}
