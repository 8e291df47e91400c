// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.management.LiveUpdate;
import org.xenbay.api.management.UpdatePlan;
import org.xenbay.api.management.UpdateReport;
import org.xenbay.shell.internal.render.Text;

/** Replaces a bundle under running guests. */
@Component(service = UpdateCommand.class)
@GogoCommand(scope = "xen", function = "update")
public final class UpdateCommand {
    private static final String USAGE = "update [--dry-run] <bundle> <jar>";

    private final Platform platform;

    @Activate
    public UpdateCommand(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Replaces a bundle under running guests; puts the earlier version back if the new one does not work.")
    @Usage(USAGE)
    public void update(
            @Descriptor("say who would be parked and what refreshed, and do nothing")
                    @Parameter(names = "--dry-run", presentValue = "true", absentValue = "false")
                    boolean dryRun,
            @Descriptor("<bundle> <jar>: symbolic name or id, and the new version's file") String... arguments) {
        List<String> words = new Arguments(USAGE, arguments).between(2, 2);
        Path jar = Path.of(words.get(1)).toAbsolutePath();
        if (!Files.isReadable(jar)) {
            throw new CommandFailure("there is no file " + jar);
        }
        LiveUpdate service = platform.liveUpdate();
        PrintStream out = Process.Utils.current().out();
        if (dryRun) {
            print(out, Platform.clearly(() -> service.plan(words.get(0), jar)));
            return;
        }
        UpdateReport report = Platform.clearly(() -> service.update(words.get(0), jar, out::println));
        print(out, report);
        if (!report.undone().isEmpty()) {
            throw new CommandFailure(
                    report.plan().bundle() + " " + report.plan().to() + " was undone: " + report.undone());
        }
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
        report.lost().forEach((id, why) -> out.println("  " + id + ": lost: " + Text.printable(why)));
    }

    private static String millis(Duration pause) {
        return pause.toNanos() / 10_000 / 100.0 + " ms";
    }
}
