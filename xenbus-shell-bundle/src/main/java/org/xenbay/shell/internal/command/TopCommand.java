// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.CommandTerminal;
import org.xenbay.api.management.XenbusAdmin;
import org.xenbay.shell.internal.process.ProcessView;
import org.xenbay.shell.internal.render.Json;
import org.xenbay.shell.internal.top.Look;
import org.xenbay.shell.internal.top.SortKey;
import org.xenbay.shell.internal.top.TopScreen;
import org.xenbay.shell.internal.top.TopTable;

/** Shows devices by load: on the whole of a terminal, or as tables one after another. */
final class TopCommand implements Command {

    private static final String SORT = "--sort";
    private static final int MAX_INTERVAL = 3600;

    private static final CommandSpec SPEC = CommandSpec.of(
                    "top", "Shows the devices by load, on the whole of a terminal until q, or as tables.")
            .usage("[--json] [--once] [--count N] [--interval SECONDS] [--sort COLUMN] [pattern]")
            .json("each table as a line of JSON")
            .flag("one table, after an interval", "--once")
            .option("--count", "0", "so many tables, then end")
            .option("--interval", "2", "seconds between two looks at the devices")
            .option(SORT, "load", "by what they are sorted: " + String.join(", ", SortKey.words()))
            .arguments(0, 1, "[pattern]", DevicePattern.MEANING)
            .example("all devices, live")
            .example("who writes most, once, without a terminal", "--once", "--sort", "written", "*/9pfs/*");

    private final Platform platform;

    TopCommand(Platform platform) {
        this.platform = platform;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public @Nullable Object run(CommandCall call) throws IOException, InterruptedException {
        DevicePattern wanted = DevicePattern.of(call.argument(0, "*"));
        SortKey key = CommandMisuse.from(() -> SortKey.of(call.value(SORT)));
        int count = CommandCall.number(call.value("--count"), "a count", 0, Integer.MAX_VALUE);
        Duration interval =
                Duration.ofSeconds(CommandCall.number(call.value("--interval"), "an interval", 1, MAX_INTERVAL));
        boolean once = call.has("--once");
        if (once && count > 1) {
            throw new CommandMisuse("--once and --count " + count + " contradict each other");
        }
        long tables = once ? 1 : count == 0 ? Long.MAX_VALUE : count;
        CommandTerminal terminal = tables == Long.MAX_VALUE ? screen(call) : null;
        if (terminal == null) {
            list(call, wanted, key, interval, tables);
        } else {
            new TopScreen(this::look, interval, call.out())
                    .run(terminal, call.columns(), row -> wanted.matches(row.device()), key);
        }
        return null;
    }

    /** @return the terminal of somebody who looks at it and types; null when there is none */
    private static @Nullable CommandTerminal screen(CommandCall call) {
        if (call.isJson() || call.columns() == 0) {
            return null;
        }
        CommandTerminal terminal = call.terminal();
        return terminal.isInteractive() ? terminal : null;
    }

    /** The first table comes after an interval: before, no rate is known. */
    private void list(CommandCall call, DevicePattern wanted, SortKey key, Duration interval, long tables)
            throws InterruptedException {
        PrintStream out = call.out();
        Look before = look();
        for (long shown = 0; shown < tables && !out.checkError(); shown++) {
            Thread.sleep(interval.toMillis());
            Look now = look();
            TopTable table = TopTable.of(before, now, row -> wanted.matches(row.device()), key);
            if (shown > 0 && !call.isJson()) {
                out.println();
            }
            out.println(text(call, table));
            before = now;
        }
    }

    private static String text(CommandCall call, TopTable table) {
        if (call.isJson()) {
            return Json.of(table.fields());
        }
        return call.columns() == 0 ? table.plain() : String.join("\n", table.lines(LocalTime.now(), call.columns()));
    }

    private Look look() {
        XenbusAdmin core = platform.admin();
        return Look.of(
                System.nanoTime(),
                core.host(),
                core.memory(),
                platform.descriptors().orElse(null),
                ProcessView.now(),
                core.devices());
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return platform.devices(before, word);
    }

    @Override
    public List<String> completeValue(String option, String word) {
        return option.equals(SORT) ? SortKey.words() : List.of();
    }
}
