// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.command.Card;
import org.xenbay.api.command.Column;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.CommandTerminal;
import org.xenbay.api.command.Listing;
import org.xenbay.api.command.Tone;

/** A command as the bundle of another project brings it. */
public final class FruitCommand implements Command {
    private static final List<Column<Fruit>> COLUMNS = List.of(
            Column.of("FRUIT", Fruit::name),
            Column.<Fruit>flexible("STATE", Fruit::state)
                    .toned(fruit -> fruit.state().equals("ripe") ? Tone.GOOD : Tone.BAD));

    private final CommandSpec spec;

    private record Harvest(String cameFrom, int kilograms, Optional<String> owner) {}

    private record Fruit(String name, int grams, String state) {}

    public FruitCommand(String scope, String name) {
        spec = CommandSpec.of(name, "Does what a test wants.")
                .scope(scope)
                .usage("[--json] [--loud] [--most N] [what] [it]")
                .json("as JSON")
                .flag("louder", "-l", "--loud")
                .option("--most", "2", "rows at most")
                .arguments(0, 2, "[what] [it]", "card, fail, read or break, and more")
                .example("one apple", "card");
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Object run(CommandCall call) throws Exception {
        switch (call.argument(0, "")) {
            case "card":
                Map<String, Object> lines = new LinkedHashMap<>();
                lines.put("name", "apple");
                lines.put("grams", 150);
                lines.put("owner", "");
                return new Card(lines);
            case "view":
                return new Harvest("tree", 7, Optional.empty());
            case "fail":
                throw new CommandFailure("the " + call.argument(1, "") + " is rotten", 7);
            case "break":
                throw new ArithmeticException("no fruit");
            case "read":
                return read(call);
            default:
                call.progress("looking" + (call.has("--loud") ? "!" : ""));
                return new Listing<>(
                        COLUMNS,
                        List.of(new Fruit("apple", 150, "ripe"), new Fruit("pear\u001b", 140, ""))
                                .subList(0, CommandCall.number(call.value("--most"), "--most", 0, 2)));
        }
    }

    private static Object read(CommandCall call) throws Exception {
        CommandTerminal terminal = call.terminal();
        byte[] buffer = new byte[8];
        try (CommandTerminal.Raw raw = terminal.enterRaw()) {
            int count = terminal.read(buffer, 10_000);
            return terminal.isInteractive() + " " + count + " " + buffer[0];
        }
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return before.isEmpty() ? List.of("card", "fail", "read") : List.of(before.get(0) + "-it");
    }

    @Override
    public List<String> completeValue(String option, String word) {
        return List.of(option + "=1", option + "=2");
    }
}
