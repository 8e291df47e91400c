// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
            explain.txt     why a device is not served, for each of those
            xenstore.txt    the nodes of the devices, of both sides
            threads.txt     each thread, its stack and its locks
            log.txt         the end of the log

            Nothing in it is what a guest's console, screen, share or USB device has, and no password or token. It does name guests, files
            of the host, and what toolstacks and guests have written into XenStore. Read it before you send it to somebody.
            A part that could not be had says why.
            """;

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
        return NewFile.make(file, made -> fill(made, file));
    }

    private String fill(NewFileOutput made, Path file) throws IOException, InterruptedException {
        ReportArchive archive = new ReportArchive(made, PATIENCE, DaemonThreads.named("xenbay-report"));
        try {
            addParts(archive);
        } finally {
            archive.finish();
        }
        String all = "the report is in " + file + "; read it before you send it to somebody";
        return archive.missing().isEmpty() ? all : all + "\nnot in it: " + String.join(", ", archive.missing());
    }

    private void addParts(ReportArchive archive) throws IOException, InterruptedException {
        DeviceReport devices = new DeviceReport(platform);
        archive.add("contents.txt", () -> CONTENTS);
        archive.add("about.txt", ThisJvm::about);
        for (String name : COMMANDS) {
            archive.add(name + ".json", () -> answer(name, "--json"));
        }
        archive.add("metrics.txt", () -> answer("metrics"));
        archive.add("devices.json", devices::views);
        archive.add("timeline.txt", devices::timelines);
        archive.add("explain.txt", devices::explanations);
        archive.add("xenstore.txt", devices::nodes);
        archive.add("threads.txt", ThisJvm::threads);
        archive.add("log.txt", () -> DaemonLog.end(runFolder));
    }

    private String answer(String name, String... options) throws Exception {
        Command command = commands.apply(name).orElseThrow(() -> new CommandFailure("there is no command " + name));
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Object answer = command.run(CommandCall.of(command.spec(), List.of(options), CommandConsole.of(nowhere)));
        return (answer instanceof CharSequence || answer == null ? String.valueOf(answer) : new JsonText(answer))
                + "\n";
    }
}
