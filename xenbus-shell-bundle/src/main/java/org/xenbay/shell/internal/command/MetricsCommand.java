// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.shell.internal.files.ReplacedFile;
import org.xenbay.shell.internal.metrics.Metrics;

/** Writes what is measured for monitoring systems. */
final class MetricsCommand implements Command {

    private static final String TEXTFILE = "--textfile";

    private static final CommandSpec SPEC = CommandSpec.of(
                    "metrics", "Writes figures of the host, of devices and of their backends, as OpenMetrics.")
            .usage("[--textfile FILE]")
            .option(
                    TEXTFILE,
                    "",
                    "writes this file instead, at once and readable by everybody, in Prometheus' own format: for node_exporter")
            .example("all figures, as Prometheus reads them")
            .example("for node_exporter, by a timer", TEXTFILE, "/var/lib/prometheus/node-exporter/xenbay.prom");

    private final HostMonitoring monitoring;

    MetricsCommand(HostMonitoring monitoring) {
        this.monitoring = monitoring;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public @Nullable Object run(CommandCall call) throws InterruptedException {
        if (!call.has(TEXTFILE)) {
            return Metrics.openMetrics(monitoring.measured());
        }
        Path file = call.file(call.value(TEXTFILE));
        String text = Metrics.prometheus(monitoring.measured());
        try {
            ReplacedFile.write(file, text + "\n");
        } catch (IOException failed) {
            throw new CommandFailure(file + " cannot be written: " + reason(failed), failed);
        }
        return null;
    }

    /** The messages of these exceptions are names of files. */
    private static String reason(IOException failed) {
        if (failed instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        return failed instanceof AccessDeniedException ? "the daemon may not" : String.valueOf(failed.getMessage());
    }
}
