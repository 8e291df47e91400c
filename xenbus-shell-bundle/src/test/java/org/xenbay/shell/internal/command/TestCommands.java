// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.Descriptor;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.settings.Configured;
import org.xenbay.api.xen.Xen;
import org.xenbay.shell.internal.FakeDeployment;
import org.xenbay.shell.internal.FakeSettings;
import org.xenbay.shell.internal.render.CommandHelp;

/** The commands as DS would make them. */
public final class TestCommands {
    private final Platform platform = new Platform();
    private final List<Object> components;
    private final Commands registered;

    /** Commands that are registered are added to a processor; none of the others is. */
    public TestCommands(CommandProcessorImpl processor, XenbusAdmin admin, Xen xen) {
        platform.bindAdmin(admin);
        platform.bindXen(xen);
        FakeServiceObjects<Configured> configured = new FakeServiceObjects<>(() -> FakeSettings.SETTINGS);
        platform.bindConfigured(configured.getServiceReference(), configured);
        platform.bindDeployment(new FakeDeployment());
        registered = new Commands(
                (scope, name, function) -> {
                    processor.addCommand(scope, function, name);
                    return () -> processor.removeCommand(scope, name);
                },
                new GogoHelp(NoServices.context()),
                platform,
                new HostMonitoring(platform, null),
                null);
        components = List.of(new CompletionCommand(registered), new UnknownCommand(), new GrepCommand());
    }

    /** Registers a command, as a service of that ranking. */
    public void add(Command command, int ranking) {
        registered.add(command, rank(ranking));
    }

    public void remove(Command command, int ranking) {
        registered.remove(command, rank(ranking));
    }

    private static Commands.Rank rank(int ranking) {
        return new Commands.Rank(ranking, 7);
    }

    public void addFiles(HostFiles files) {
        platform.bindFiles(files);
    }

    public void removeCore(XenbusAdmin admin) {
        platform.unbindAdmin(admin);
    }

    public void addTo(CommandProcessorImpl processor) {
        for (Object component : components) {
            for (Method method : component.getClass().getDeclaredMethods()) {
                if (method.isAnnotationPresent(Descriptor.class)
                        || method.getName().matches("candidates|completion|suggestions|getdefault")) {
                    processor.addCommand("xen", component, function(method));
                }
            }
        }
    }

    private static String function(Method method) {
        return method.getName().replaceFirst("^get(?=[0-9]|default)", "");
    }

    /** How the commands that are registered are called. */
    Collection<CommandSpec> specs() {
        return registered.specs();
    }

    /** What help says of each command. */
    List<CommandHelp> help() {
        List<CommandHelp> help = new ArrayList<>();
        registered.specs().forEach(spec -> help.add(CommandHelp.of(spec)));
        for (Object component : components) {
            Arrays.stream(component.getClass().getDeclaredMethods())
                    .map(TestCommands::function)
                    .distinct()
                    .forEach(name -> GogoHelp.describe(component, name).ifPresent(help::add));
        }
        return help;
    }
}
