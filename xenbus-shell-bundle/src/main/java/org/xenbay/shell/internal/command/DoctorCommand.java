// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.management.Monitoring;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.shell.client.doctor.DaemonState;
import org.xenbay.shell.client.doctor.DaemonState.Health;
import org.xenbay.shell.client.doctor.Doctor;
import org.xenbay.shell.client.doctor.Host;
import org.xenbay.shell.client.doctor.Installation;
import org.xenbay.shell.rule.Severity;

/**
 * The look at the host in the daemon's own shell, and in {@code help}. The one-shot client looks without the daemon: bin/xenbay does not
 * send this command.
 */
@Component(service = Command.class)
public final class DoctorCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "doctor", "Says what on this host is not as it should be, and the command that mends it.")
            .usage("[--json]")
            .json(ShowCommands.JSON)
            .example("this host in a few lines");

    private final Platform platform;
    private final Monitoring monitoring;
    private final Host host;

    /** Made by Declarative Services. */
    @Activate
    public DoctorCommand(BundleContext context, @Reference Platform platform, @Reference HostMonitoring monitoring) {
        this(platform, monitoring, Host.ofThisMachine(installation(context)));
    }

    DoctorCommand(Platform platform, Monitoring monitoring, Host host) {
        this.platform = platform;
        this.monitoring = monitoring;
        this.host = host;
    }

    private static Installation installation(BundleContext context) {
        return new Installation(
                folder(context, DaemonFolder.HOME),
                folder(context, DaemonFolder.CONFIGURATION),
                folder(context, DaemonFolder.RUN));
    }

    private static Path folder(BundleContext context, DaemonFolder folder) {
        Path path = folder.of(context::getProperty);
        return path == null ? Path.of("") : path;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Diagnosis run(CommandCall call) throws InterruptedException {
        List<Health> health = monitoring.health().findings().stream()
                .map(finding -> new Health(
                        finding.check(), Severity.valueOf(finding.severity().name()), finding.text()))
                .toList();
        OptionalLong pid = OptionalLong.of(ProcessHandle.current().pid());
        return Diagnosis.of(Doctor.examine(host, new DaemonState("", "", hypervisor(), health, pid)));
    }

    private String hypervisor() {
        try {
            return platform.admin().host().hypervisor();
        } catch (CommandFailure away) {
            // Its health check says that the core is away.
            return "";
        }
    }
}
