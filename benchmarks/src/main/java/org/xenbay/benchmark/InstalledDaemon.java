// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A daemon of the distribution, without Xen, as an operator starts it; without the page, which is off on a Xen host. */
final class InstalledDaemon implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("ready (\\d+) ms after the start of the process, (\\d+) MB");

    private final Path distribution;
    private final Path folder;
    private final Path etc;
    private final Process process;
    private final Matcher ready;

    /**
     * Starts it, and returns when all its components are active.
     *
     * @param folder its run folder
     */
    InstalledDaemon(Path distribution, Path folder) throws IOException {
        this.distribution = distribution;
        this.folder = folder;
        this.etc = withoutPage();
        this.process = xenbay("--daemon", "--embedded").start();
        BufferedReader output = process.inputReader();
        this.ready = awaitReady(output);
        Thread reader = new Thread(() -> output.lines().forEach(line -> {}), "daemon-output");
        reader.setDaemon(true);
        reader.start();
    }

    private Path withoutPage() throws IOException {
        Path copy = Files.createDirectories(folder.resolve("etc"));
        try (Stream<Path> files = Files.list(distribution.resolve("etc"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(copy.resolve("org.xenbay.web.cfg"), "enabled=no\n");
        return copy;
    }

    private Matcher awaitReady(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher found = READY.matcher(line);
            if (found.find()) {
                return found;
            }
        }
        throw new IllegalStateException("the daemon ended without being ready");
    }

    /** @return milliseconds from the start of its process until it was ready */
    int startMillis() {
        return Integer.parseInt(ready.group(1));
    }

    /** @return its resident memory when it was ready, in MB */
    int megabytesAtStart() {
        return Integer.parseInt(ready.group(2));
    }

    long pid() {
        return process.toHandle().pid();
    }

    /** @return the command's output, also of a command that fails if {@code mayFail} */
    String command(boolean mayFail, String... words) throws IOException, InterruptedException {
        Process command = xenbay(words).start();
        String text = new String(command.getInputStream().readAllBytes());
        if (command.waitFor() != 0 && !mayFail) {
            throw new IllegalStateException(String.join(" ", words) + ": " + text);
        }
        return text;
    }

    private ProcessBuilder xenbay(String... words) {
        ProcessBuilder builder =
                new ProcessBuilder(distribution.resolve("bin/xenbay").toString());
        builder.command().addAll(List.of("--etc", etc.toString(), "--run-dir", folder.toString()));
        builder.command().addAll(List.of(words));
        return builder.redirectErrorStream(true);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** Deletes a folder and its content. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
