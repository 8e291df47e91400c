// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.Listing;
import org.xenbay.api.command.Tone;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.input.InputControl.RoutedSource;

/** Shows and changes the assignment of sources to guests. */
@Component
public final class FocusCommand implements Command {
    private static final String HOST = "host";

    private static final CommandSpec SPEC = CommandSpec.of(
                    "focus",
                    "Lists the sources of input and their guests, or gives one to a guest or back to the host.")
            .usage("[--json] [<source> <id>|host]")
            .json("as JSON")
            .arguments(0, 2, "[<source> <id>|host]", "a source's id, then domain/vkbd/number or host")
            .example("the sources, and whose they are")
            .example("gives a keyboard to domain 5", "event3", "5/vkbd/0")
            .example("gives it back", "event3", "host");

    private static final List<Column<RoutedSource>> SOURCES = List.of(
            Column.of("SOURCE", s -> s.info().id()),
            Column.flexible("NAME", s -> s.info().name()),
            Column.<RoutedSource>of("HARDWARE", s -> s.info().hardware()).whereRoom(),
            Column.<RoutedSource>of("SEAT", s -> s.info().seat()).whereRoom(),
            Column.<RoutedSource>of(
                            "HAS",
                            s -> s.info().abilities().stream()
                                    .sorted()
                                    .map(ability -> ability.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(",")))
                    .whereRoom(),
            Column.<RoutedSource>flexible("GOES TO", FocusCommand::destination)
                    .toned(s -> s.trouble().isEmpty() ? Tone.NONE : Tone.BAD));

    private final InputControl input;

    /** @param input the backend */
    @Activate
    public FocusCommand(@Reference InputControl input) {
        this.input = input;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Object run(CommandCall call) {
        List<String> words = call.arguments();
        if (words.isEmpty()) {
            return new Listing<>(SOURCES, input.sources());
        }
        if (words.size() == 1) {
            throw call.misuse();
        }
        String source = words.get(0);
        if (words.get(1).equals(HOST)) {
            return CommandFailure.from(() -> {
                input.returnToHost(source);
                return source + " goes to " + HOST;
            });
        }
        DeviceId guest = call.device(1);
        return CommandFailure.from(() -> {
            input.focus(source, guest);
            return source + " goes to " + words.get(1);
        });
    }

    private static String destination(RoutedSource source) {
        if (!source.trouble().isEmpty()) {
            return source.trouble();
        }
        return source.device()
                .map(DeviceId::toString)
                .orElse(source.assigned()
                        .map(id -> "host (hot key), else " + id)
                        .orElse(HOST));
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        if (before.isEmpty()) {
            return input.sources().stream().map(source -> source.info().id()).toList();
        }
        List<String> takers = new ArrayList<>(InputCommand.guests(input));
        takers.add(HOST);
        return takers;
    }
}
