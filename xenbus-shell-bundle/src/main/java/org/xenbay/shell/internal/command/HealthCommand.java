// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.management.Monitoring;
import org.xenbay.shell.internal.health.HealthVerdict;

/** Says whether guests are served, for people and for monitoring systems, which know the exit codes. */
final class HealthCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "health",
                    "Says whether guests are served, with exit code 0 well, 1 warning, 2 critical, 3 unknown.")
            .usage("[--json]")
            .json(ShowCommands.JSON)
            .example("one line for the monitoring system, then a line for each check");

    private final Monitoring monitoring;

    HealthCommand(Monitoring monitoring) {
        this.monitoring = monitoring;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public HealthVerdict run(CommandCall call) throws InterruptedException {
        return new HealthVerdict(monitoring.health());
    }
}
