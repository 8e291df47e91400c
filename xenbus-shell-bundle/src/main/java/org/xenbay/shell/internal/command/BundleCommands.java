// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.Listing;
import org.xenbay.api.command.PrintableText;
import org.xenbay.api.management.BundleView;
import org.xenbay.api.management.Deployment;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.UpdatePlan;
import org.xenbay.api.management.UpdateReport;
import org.xenbay.shell.internal.render.Tables;

/** Commands on bundles: listing, deploying, and updating under running guests. */
final class BundleCommands {
    private static final int MAX_JARS = 100;

    /** In this time live update decides whether a new version serves, and then whether the earlier one does again. */
    private static final Duration MOST_OF_A_STEP = Duration.ofSeconds(15);

    private final Platform platform;

    BundleCommands(Platform platform) {
        this.platform = platform;
    }

    List<Command> all() {
        CommandSpec bundles = CommandSpec.of(
                        "bundles", "Lists the bundles in deploy/ and the platform's own, and why one does not serve.")
                .usage("[--json]")
                .json(ShowCommands.JSON)
                .example("which bundle serves what, and which ones do not")
                .example("the same, for a script", "--json");
        CommandSpec deploy = CommandSpec.of(
                        "deploy",
                        "Puts a jar into deploy/ and waits until it serves; if it does not, everything is as before.")
                .usage("<jar>...")
                .arguments(1, MAX_JARS, "<jar>...", "bundles' files, one after the other until one does not serve")
                .example("brings a backend", "echo-backend-bundle.jar");
        CommandSpec update = CommandSpec.of(
                        "update",
                        "Replaces a bundle under running guests; puts the earlier version back if the new one does not"
                                + " work.")
                .usage("[--dry-run] <bundle> <jar>")
                .flag("only show which devices would be parked and which bundles refreshed", "--dry-run")
                .arguments(2, 2, "<bundle> <jar>", "symbolic name or id, and the new version's file")
                .example(
                        "what an update would do",
                        "--dry-run",
                        "org.xenbay.backend.console",
                        "console-backend-bundle.jar")
                .example("does it", "org.xenbay.backend.console", "console-backend-bundle.jar");
        return List.of(
                new OwnCommand(
                        bundles,
                        call -> new Listing<>(
                                Tables.BUNDLES, platform.deployment().bundles())),
                new OwnCommand(deploy, this::deploy, (before, word, directory) -> jars(word, directory)),
                new OwnCommand(
                        update,
                        this::update,
                        (before, word, directory) -> before.isEmpty() ? names() : jars(word, directory)));
    }

    private @Nullable Object deploy(CommandCall call) {
        for (String name : call.arguments()) {
            Path jar = call.file(name);
            if (!Files.isRegularFile(jar)) {
                throw new CommandFailure("there is no file " + jar);
            }
            Deployment deployment = platform.deployment();
            String done;
            try (LongCall shown = new LongCall(call, "deploying " + jar.getFileName(), Duration.ZERO)) {
                done = CommandFailure.from(() -> deployment.deploy(jar));
            }
            call.out().println(done);
        }
        return null;
    }

    private @Nullable Object update(CommandCall call) {
        String bundle = call.argument(0, "");
        Path jar = call.file(call.argument(1, ""));
        if (!Files.isReadable(jar)) {
            throw new CommandFailure("there is no file " + jar);
        }
        LiveUpdate service = platform.liveUpdate();
        if (call.has("--dry-run")) {
            print(call.out(), CommandFailure.from(() -> service.plan(bundle, jar)));
            return null;
        }
        UpdateReport report;
        try (LongCall shown = new LongCall(call, "looking at " + jar.getFileName(), Duration.ZERO)) {
            report = CommandFailure.from(() -> service.update(bundle, jar, step -> {
                call.progress(step);
                shown.step(step, MOST_OF_A_STEP);
            }));
        }
        print(call.out(), report);
        if (!report.undone().isEmpty()) {
            throw new CommandFailure(
                    report.plan().bundle() + " " + report.plan().to() + " was undone: " + report.undone());
        }
        return null;
    }

    private static void print(PrintStream out, UpdatePlan plan) {
        out.println("bundle: " + plan.bundle() + " (" + plan.id() + "), " + plan.from() + " by " + plan.to());
        out.println(
                "refreshed with it: " + (plan.refreshed().isEmpty() ? "none" : String.join(", ", plan.refreshed())));
        out.println("parked: " + plan.parked().size() + ", each for "
                + plan.longest().toSeconds() + " s at most");
        plan.parked().forEach(id -> out.println("  " + id));
    }

    private static void print(PrintStream out, UpdateReport report) {
        report.pauses().forEach((id, pause) -> out.println("  " + id + ": not served for " + millis(pause)));
        report.lost().forEach((id, why) -> out.println("  " + id + ": lost: " + PrintableText.of(why)));
    }

    private static String millis(Duration pause) {
        return pause.toNanos() / 10_000 / 100.0 + " ms";
    }

    private List<String> names() {
        return platform.deployment().bundles().stream().map(BundleView::name).toList();
    }

    /** Candidates: jars, and folders that may contain some. */
    private static List<String> jars(String typed, Path directory) {
        String parent = typed.substring(0, typed.lastIndexOf('/') + 1);
        try (Stream<Path> files = Files.list(directory.resolve(parent))) {
            return files.filter(
                            file -> Files.isDirectory(file) || file.toString().endsWith(".jar"))
                    .limit(CompletionCommand.MAX_CANDIDATES)
                    .map(file -> parent + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException | InvalidPathException none) {
            return List.of();
        }
    }
}
