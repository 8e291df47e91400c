// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.Descriptor;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.management.ConsoleAttachment;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.api.xen.Xen;
import org.xenbay.shell.internal.FakeDeployment;
import org.xenbay.shell.internal.FakeSettings;
import org.xenbay.shell.internal.FakeShares;
import org.xenbay.shell.internal.FakeUsbPorts;
import org.xenbay.shell.internal.render.CommandHelp;

/** The commands as DS would make them. */
public final class TestCommands {
    private final Platform platform = new Platform();
    private final List<Object> components;

    public TestCommands(XenbusAdmin admin, Xen xen, ConsoleAttachment console, InputControl input) {
        platform.bindAdmin(admin);
        platform.bindXen(xen);
        platform.bindConsoles(console);
        platform.bindInputs(input);
        platform.bindShares(new FakeShares());
        platform.bindUsbPorts(new FakeUsbPorts());
        platform.bindConfigured(() -> FakeSettings.SETTINGS);
        platform.bindDeployment(new FakeDeployment());
        components = List.of(
                new ShowCommands(platform),
                new ManageCommands(platform),
                new StoreCommands(platform),
                new WatchCommand(platform),
                new ConsoleCommand(platform),
                new InputCommands(platform),
                new FileShareCommand(platform),
                new UsbCommand(platform),
                new ConfigCommand(platform),
                new BundleCommands(platform),
                new CompletionCommand(platform),
                new UnknownCommand(),
                new GrepCommand(),
                new HelpCommand(NoServices.context()));
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
                        || method.getName().matches("candidates|getdefault")) {
                    processor.addCommand("xen", component, function(method));
                }
            }
        }
    }

    private static String function(Method method) {
        return method.getName().replaceFirst("^get(?=[0-9]|default)", "");
    }

    /** What help says of each command. */
    List<CommandHelp> help() {
        List<CommandHelp> help = new ArrayList<>();
        for (Object component : components) {
            Arrays.stream(component.getClass().getDeclaredMethods())
                    .map(TestCommands::function)
                    .distinct()
                    .forEach(name -> HelpCommand.describe(component, name).ifPresent(help::add));
        }
        return help;
    }
}
