// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandConsole;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.NewFile;
import org.xenbay.api.command.NewFileOutput;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.report.DaemonLog;
import org.xenbay.shell.internal.report.ReportArchive;
import org.xenbay.shell.internal.report.ThisJvm;

/** Makes the file that a bug report needs. */
final class ReportCommand implements Command {

    /** The longest time for one part. Health has 5 s for its checks. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Commands whose answers are parts, by the part's name. */
    private static final List<String> COMMANDS = List.of("health", "host", "backends", "bundles", "config");

    private static final CommandSpec SPEC = CommandSpec.of(
                    "report", "Makes one file for a bug report: versions, settings, states, figures, threads, log.")
            .usage("<file>")
            .arguments(1, 1, "<file>", "a new file, a ZIP archive; nothing in it is a password or a guest's data")
            .example("into the working directory", "report.zip");

    private static final String CONTENTS = """
            A report of a Xenbay daemon.

            about.txt       versions, options and memory of the process
            health.json     what xenbay health finds
            host.json, backends.json, bundles.json, config.json
                            what these commands say
            metrics.txt     all figures, as OpenMetrics
            devices.json    each device, with its latest changes
            timeline.txt    the last minutes of each device, also of those that are gone
            timeline.json   the same for programs, such as ./replay of Xenbay's sources
            explain.txt     why a device is not served, for each of those
            xenstore.txt    the nodes of the devices, of both sides
            xenstore.json   the same for programs
            threads.txt     each thread, its stack and its locks
            log.txt         the end of the log

            Nothing in it is what a guest's console, screen, share or USB device has, and no password or token. It does name guests, files
            of the host, and what toolstacks and guests have written into XenStore. Read it before you send it to somebody.
            A part that could not be had says why.
            """;

    /**
     * A file of the archive.
     *
     * @param name its name
     * @param text makes it; may block, and may throw
     */
    private record Part(String name, Callable<String> text) {}

    private final Platform platform;
    private final Function<String, Optional<Command>> commands;
    private final @Nullable Path runFolder;

    /**
     * @param platform for devices and their nodes
     * @param commands finds a command by its name
     * @param runFolder null when there is none
     */
    ReportCommand(Platform platform, Function<String, Optional<Command>> commands, @Nullable Path runFolder) {
        this.platform = platform;
        this.commands = commands;
        this.runFolder = runFolder;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public String run(CommandCall call) throws IOException, InterruptedException {
        Path file = call.file(call.argument(0, ""));
        return NewFile.make(file, made -> fill(made, file, call));
    }

    private String fill(NewFileOutput made, Path file, CommandCall call) throws IOException, InterruptedException {
        ReportArchive archive = new ReportArchive(made, PATIENCE, DaemonThreads.named("xenbay-report"));
        try {
            add(parts(), archive, call);
        } finally {
            archive.finish();
        }
        String all = "the report is in " + file + "; read it before you send it to somebody";
        return archive.missing().isEmpty() ? all : all + "\nnot in it: " + String.join(", ", archive.missing());
    }

    private static void add(List<Part> parts, ReportArchive archive, CommandCall call)
            throws IOException, InterruptedException {
        for (int i = 0; i < parts.size(); i++) {
            call.progress("report", i, parts.size());
            archive.add(parts.get(i).name(), parts.get(i).text());
        }
    }

    private List<Part> parts() {
        DeviceReport devices = new DeviceReport(platform);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("contents.txt", () -> CONTENTS));
        parts.add(new Part("about.txt", ThisJvm::about));
        for (String name : COMMANDS) {
            parts.add(new Part(name + ".json", () -> answer(name, "--json")));
        }
        parts.add(new Part("metrics.txt", () -> answer("metrics")));
        parts.add(new Part("devices.json", devices::views));
        parts.add(new Part("timeline.txt", devices::timelines));
        parts.add(new Part("timeline.json", devices::timelinesAsJson));
        parts.add(new Part("explain.txt", devices::explanations));
        parts.add(new Part("xenstore.txt", devices::nodes));
        parts.add(new Part("xenstore.json", devices::nodesAsJson));
        parts.add(new Part("threads.txt", ThisJvm::threads));
        parts.add(new Part("log.txt", () -> DaemonLog.end(runFolder)));
        return parts;
    }

    private String answer(String name, String... options) throws Exception {
        Command command = commands.apply(name).orElseThrow(() -> new CommandFailure("there is no command " + name));
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Object answer = command.run(CommandCall.of(command.spec(), List.of(options), CommandConsole.of(nowhere)));
        return (answer instanceof CharSequence || answer == null ? String.valueOf(answer) : new JsonText(answer))
                + "\n";
    }
}
