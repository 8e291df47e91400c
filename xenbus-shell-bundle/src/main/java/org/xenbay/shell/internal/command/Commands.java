// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.service.LateServices;
import org.xenbay.api.settings.DaemonFolder;
import org.xenbay.shell.internal.render.CommandHelp;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.terminal.SessionConsole;

/**
 * Registers the core's commands, and those of bundles, as commands of Gogo. If several commands have one name, the one with the
 * highest service ranking is called. The core's commands have ranking 0 and precede others of that ranking.
 */
@Component(service = Commands.class, immediate = true)
public final class Commands {
    /** Describes any command in place of running it. */
    static final String HELP = "--help";

    private static final Logger LOG = System.getLogger(Commands.class.getName());

    private final Gogo gogo;

    /** By title; guarded by itself. */
    private final NavigableMap<String, Named> commands = new TreeMap<>();

    private final LateServices<ServiceReference<Command>, Command> services = new LateServices<>(
            (reference, command) -> add(command, Rank.of(reference)),
            (reference, command) -> remove(command, Rank.of(reference)));

    /** Registers commands with Gogo. */
    @FunctionalInterface
    interface Gogo {
        /** Adds a command. Returns its removal. */
        Runnable add(String scope, String name, Function function);
    }

    /** Orders services of one name; the last in order is called. */
    record Rank(int ranking, long service) implements Comparable<Rank> {
        /** The rank of the core's commands. */
        static final Rank OWN = new Rank(0, 0);

        private static final Comparator<Rank> ORDER = Comparator.comparingInt(Rank::ranking)
                .thenComparing(Comparator.comparingLong(Rank::service).reversed());

        static Rank of(ServiceReference<?> service) {
            int ranking = service.getProperty(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
            return new Rank(ranking, (Long) service.getProperty(Constants.SERVICE_ID));
        }

        @Override
        public int compareTo(Rank other) {
            return ORDER.compare(this, other);
        }
    }

    private record Provided(Rank rank, Command command, CommandSpec spec) {}

    /** All commands of one title, and the removal of Gogo's command. */
    private record Named(NavigableSet<Provided> services, Runnable removal) {
        Provided called() {
            return services.last();
        }
    }

    @Activate
    public Commands(BundleContext context, @Reference Platform platform, @Reference HostMonitoring monitoring) {
        this(in(context), new GogoHelp(context), platform, monitoring, DaemonFolder.RUN.of(context::getProperty));
    }

    Commands(Gogo gogo, GogoHelp others, Platform platform, HostMonitoring monitoring, @Nullable Path runFolder) {
        this.gogo = gogo;
        List<Command> own = new ArrayList<>();
        own.addAll(new ShowCommands(platform).all());
        own.addAll(new ManageCommands(platform).all());
        own.addAll(new StoreCommands(platform).all());
        own.addAll(new BundleCommands(platform).all());
        own.add(new WatchCommand(platform));
        own.add(new TopCommand(platform));
        own.add(new TimelineCommand(platform));
        own.add(new HealthCommand(monitoring));
        own.add(new MetricsCommand(monitoring));
        own.add(new ConfigCommand(platform));
        own.add(new ReportCommand(platform, this::named, runFolder));
        own.add(new HelpCommand(this::specs, others));
        own.forEach(command -> add(command, Rank.OWN));
    }

    private static Gogo in(BundleContext context) {
        return (scope, name, function) -> {
            Dictionary<String, Object> properties = new Hashtable<>();
            properties.put(CommandProcessor.COMMAND_SCOPE, scope);
            properties.put(CommandProcessor.COMMAND_FUNCTION, new String[] {name});
            ServiceRegistration<Function> registration = context.registerService(Function.class, function, properties);
            return registration::unregister;
        };
    }

    @Deactivate
    void stop() {
        services.close();
        synchronized (commands) {
            commands.values().forEach(named -> named.removal().run());
            commands.clear();
        }
    }

    @Reference(service = Command.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindCommand(ServiceReference<Command> reference, ComponentServiceObjects<Command> objects) {
        services.add(reference, objects::getService, objects::ungetService);
    }

    void unbindCommand(ServiceReference<Command> reference) {
        services.remove(reference);
    }

    void add(Command command, Rank rank) {
        spec(command).ifPresent(spec -> {
            synchronized (commands) {
                commands.computeIfAbsent(spec.title(), title -> named(spec))
                        .services()
                        .add(new Provided(rank, command, spec));
            }
        });
    }

    private static Optional<CommandSpec> spec(Command command) {
        try {
            return Optional.of(command.spec());
        } catch (RuntimeException broken) { // any bundle's code: a defect of one command must not affect the others
            LOG.log(
                    Level.WARNING,
                    "a command does not say how it is called: "
                            + command.getClass().getName(),
                    broken);
            return Optional.empty();
        }
    }

    private Named named(CommandSpec spec) {
        String title = spec.title();
        return new Named(
                new TreeSet<>(Comparator.comparing(Provided::rank)),
                gogo.add(spec.scope(), spec.name(), (session, words) -> run(title, session, words)));
    }

    void remove(Command command, Rank rank) {
        synchronized (commands) {
            commands.values().removeIf(named -> {
                named.services()
                        .removeIf(provided ->
                                provided.command() == command && provided.rank().equals(rank));
                boolean last = named.services().isEmpty();
                if (last) {
                    named.removal().run();
                }
                return last;
            });
        }
    }

    /** @return how each command is called at present, in the order of titles */
    Collection<CommandSpec> specs() {
        List<Provided> called;
        synchronized (commands) {
            called = commands.values().stream().map(Named::called).toList();
        }
        return called.stream().map(Commands::present).toList();
    }

    private static CommandSpec present(Provided provided) {
        return spec(provided.command()).orElse(provided.spec());
    }

    /** @return the command of a typed name, with its scope, with another one, or without */
    Optional<Command> named(String typed) {
        return find(typed)
                .or(() -> find(typed.substring(typed.indexOf(':') + 1)))
                .map(Provided::command);
    }

    private Optional<Provided> find(String title) {
        synchronized (commands) {
            return Optional.ofNullable(commands.get(title)).map(Named::called);
        }
    }

    private @Nullable Object run(String title, CommandSession session, List<Object> words) throws Exception {
        Provided provided =
                find(title).orElseThrow(() -> new CommandMisuse("the bundle of " + title + " has gone just now"));
        List<String> texts = new ArrayList<>();
        for (Object word : words) {
            texts.add(String.valueOf(session.convert(String.class, word)));
        }
        if (asksForHelp(provided.spec(), texts)) {
            return CommandHelp.of(present(provided));
        }
        try (SessionConsole console = new SessionConsole(session)) {
            CommandCall call = CommandCall.of(provided.spec(), texts, console);
            Object result = provided.command().run(call);
            return call.isJson() && result != null && !(result instanceof CharSequence) ? new JsonText(result) : result;
        }
    }

    /** Among words that may be any text, {@code --help} may be one of them: only alone does it ask for help. */
    private static boolean asksForHelp(CommandSpec spec, List<String> words) {
        boolean asked = spec.arguments().anyText() ? words.equals(List.of(HELP)) : words.contains(HELP);
        return asked && spec.option(HELP).isEmpty();
    }
}
