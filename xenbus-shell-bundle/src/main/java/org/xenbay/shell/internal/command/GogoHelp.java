// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.xenbay.shell.internal.render.CommandHelp;

/** Describes methods that are commands of Gogo in scope xen, by their annotations. */
final class GogoHelp {
    private final BundleContext context;

    GogoHelp(BundleContext context) {
        this.context = context;
    }

    /** By name. */
    Map<String, CommandHelp> commands() {
        Map<String, CommandHelp> commands = new TreeMap<>();
        for (ServiceReference<?> reference : references()) {
            Object service = context.getService(reference);
            if (service != null) {
                for (String function : functions(reference)) {
                    describe(service, function).ifPresent(help -> commands.put(function, help));
                }
                context.ungetService(reference);
            }
        }
        return commands;
    }

    private ServiceReference<?>[] references() {
        try {
            ServiceReference<?>[] found =
                    context.getAllServiceReferences(null, "(" + CommandProcessor.COMMAND_SCOPE + "=xen)");
            return found == null ? new ServiceReference<?>[0] : found;
        } catch (InvalidSyntaxException constant) {
            throw new IllegalStateException("the filter is a constant", constant);
        }
    }

    private static List<String> functions(ServiceReference<?> reference) {
        Object functions = reference.getProperty(CommandProcessor.COMMAND_FUNCTION);
        return functions instanceof String[] several ? List.of(several) : List.of(String.valueOf(functions));
    }

    /** Leaves out methods without a description, which are not commands for operators. */
    static Optional<CommandHelp> describe(Object service, String function) {
        return Arrays.stream(service.getClass().getMethods())
                .filter(method -> isNamed(method, function) && method.isAnnotationPresent(Descriptor.class))
                .min(Comparator.comparing(Method::toString))
                .map(method -> describe(method, function));
    }

    /** Finds methods by Gogo's rules; a name that begins with a digit names a getter. */
    private static boolean isNamed(Method method, String function) {
        return method.getName().equals(function) || method.getName().equals("get" + function);
    }

    private static CommandHelp describe(Method method, String function) {
        List<CommandHelp.Part> parts = new ArrayList<>();
        for (java.lang.reflect.Parameter parameter : method.getParameters()) {
            Descriptor meaning = parameter.getAnnotation(Descriptor.class);
            if (meaning == null || parameter.getType() == CommandSession.class) {
                continue;
            }
            Parameter option = parameter.getAnnotation(Parameter.class);
            if (option != null) {
                boolean takesValue = option.presentValue().equals(Parameter.UNSPECIFIED);
                parts.add(new CommandHelp.Part(
                        String.join(", ", option.names()) + (takesValue ? " VALUE" : ""), meaning.value()));
            } else {
                int colon = meaning.value().indexOf(": ");
                parts.add(new CommandHelp.Part(
                        colon < 0 ? parameter.getName() : meaning.value().substring(0, colon),
                        meaning.value().substring(colon < 0 ? 0 : colon + 2)));
            }
        }
        Usage usage = method.getAnnotation(Usage.class);
        String summary = method.getAnnotation(Descriptor.class).value();
        return usage == null
                ? new CommandHelp(function, summary, function, parts, List.of())
                : new CommandHelp(
                        function,
                        summary,
                        usage.value(),
                        parts,
                        List.of(new CommandHelp.Part(usage.example(), usage.meaning())));
    }
}
