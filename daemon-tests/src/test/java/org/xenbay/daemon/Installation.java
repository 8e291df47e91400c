// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of the distribution in a temporary folder, and the daemons and clients started from it. */
final class Installation implements AutoCloseable {
    private static final long COMMAND_SECONDS = 20;

    private final Path home;
    private final Path run;
    private final List<Process> daemons = new ArrayList<>();

    Installation(Path folder) throws IOException {
        home = folder.resolve("xenbay");
        run = folder.resolve("run");
        copy(Path.of(System.getProperty("xenbay.distribution")), home);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(file -> !file.startsWith(from.resolve("run")))
                    .forEach(file ->
                            copyOne(file, to.resolve(from.relativize(file).toString())));
        }
    }

    private static void copyOne(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path home() {
        return home;
    }

    Path run() {
        return run;
    }

    String log() throws IOException {
        return Files.readString(home.resolve("daemon.log"));
    }

    Process daemon() throws IOException {
        File log = home.resolve("daemon.log").toFile();
        Process process = xenbay("--daemon")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        daemons.add(process);
        return process;
    }

    /** @return what a daemon's threads do, for the message of a failure */
    static String stacks(Process daemon) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(daemon.pid()), "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            return new String(asked.getInputStream().readAllBytes());
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    Answer command(String... words) throws IOException, InterruptedException {
        return run(xenbay(words), new File("/dev/null"));
    }

    /** A command in another environment. */
    Answer commandIn(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = xenbay(words);
        builder.environment().putAll(environment);
        return run(builder, new File("/dev/null"));
    }

    /** A command that is typed in a folder. */
    Answer commandInFolder(Path here, String... words) throws IOException, InterruptedException {
        return run(xenbay(words).directory(here.toFile()), new File("/dev/null"));
    }

    /** A command by a user who does not own the run folder, where this one is root; otherwise by this one. */
    Answer commandOfAnotherUser(String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = xenbay(words);
        if (System.getProperty("user.name").equals("root")) {
            builder.command().addAll(0, List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        }
        return run(builder, new File("/dev/null"));
    }

    /** A command whose output is a terminal, which script(1) makes. */
    Answer onTerminal(int columns, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = xenbay(words);
        String line = "stty cols " + columns + "; " + String.join(" ", builder.command());
        return run(builder.command("script", "-qec", line, "/dev/null"), new File("/dev/null"));
    }

    /** A daemon with its shell on a terminal. */
    Terminal terminal(int columns) throws IOException {
        return new Terminal(xenbay(), columns, home.resolve("screen"));
    }

    /** A daemon whose shell gets these lines. */
    Answer piped(String lines) throws IOException, InterruptedException {
        return run(xenbay(), Files.writeString(home.resolve("lines"), lines).toFile());
    }

    private Answer run(ProcessBuilder builder, File input) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        Process process = builder.redirectInput(ProcessBuilder.Redirect.from(input))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(builder.command() + " does not end");
            }
            return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private ProcessBuilder xenbay(String... words) {
        List<String> line = new ArrayList<>(
                List.of(home.resolve("bin/xenbay").toString(), "--run-dir", run.toString(), "--embedded"));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        List.of("JOURNAL_STREAM", "DISPLAY", "WAYLAND_DISPLAY").forEach(builder.environment()::remove);
        // Short runs: what the second compiler makes of the code would come too late.
        builder.environment().put("XENBAY_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        return builder;
    }

    /** Publishes a bundle as deploy/README says. */
    void deploy(Path jar, String name) throws IOException {
        Path part = Files.copy(jar, home.resolve("deploy/." + name + ".part"));
        Files.move(part, home.resolve("deploy").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    void undeploy(String name) throws IOException {
        Files.delete(home.resolve("deploy").resolve(name));
    }

    @Override
    public void close() {
        daemons.forEach(daemon -> {
            daemon.descendants().forEach(ProcessHandle::destroyForcibly);
            daemon.destroyForcibly();
        });
    }

    record Answer(int exit, String out, String err) {}
}
