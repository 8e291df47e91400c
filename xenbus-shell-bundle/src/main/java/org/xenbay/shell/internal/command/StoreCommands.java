// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.command.Listing;
import org.xenbay.api.command.PrintableText;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.shell.internal.render.Tables;

/** Commands on XenStore. */
final class StoreCommands {
    private static final int MAX_PATHS = 100;

    private final Platform platform;

    StoreCommands(Platform platform) {
        this.platform = platform;
    }

    List<Command> all() {
        CommandSpec ls = CommandSpec.of("ls", "Lists the nodes below a XenStore node, with their values.")
                .usage("[-r] [-p] [--json] [path]")
                .flag("all levels, not only the next one", "-r", "--recursive")
                .flag("with permissions, owner first", "-p", "--permissions")
                .json(ShowCommands.JSON)
                .arguments(0, 1, "[path]", "an absolute path; the root when there is none")
                .example("all nodes of the devices of domain 5", "-r", "/local/domain/5/device")
                .example("the nodes at the top, with who may read and write them", "-p");
        CommandSpec read = CommandSpec.of("read", "Prints the values of XenStore nodes, one a line.")
                .usage("[--raw] <path> ...")
                .flag("print the bytes unchanged, even those that control a terminal", "--raw")
                .arguments(1, MAX_PATHS, "<path> ...", "absolute paths")
                .example("the domain's name", "/local/domain/5/name");
        CommandSpec write = CommandSpec.of("write", "Writes a XenStore node, creating it and its parents when needed.")
                .usage("<path> <value>")
                .arguments(2, 2, "<path> <value>", "an absolute path, and the text")
                .anyText()
                .example("one node, for the guest to read", "/local/domain/5/data/note", "in use");
        CommandSpec rm = CommandSpec.of("rm", "Removes XenStore nodes and all below them.")
                .usage("<path> ...")
                .arguments(1, MAX_PATHS, "<path> ...", "absolute paths")
                .example("removes that node", "/local/domain/5/data/note");
        return List.of(
                new OwnCommand(ls, this::ls, this::paths),
                new OwnCommand(read, this::read, this::paths),
                new OwnCommand(
                        write, this::write, (before, word) -> before.isEmpty() ? paths(before, word) : List.of()),
                new OwnCommand(rm, this::rm, this::paths));
    }

    private Object ls(CommandCall call) {
        boolean permissions = call.has("-p");
        StorePath top = path(call.argument(0, "/"));
        XenStore store = platform.store();
        return new Listing<>(
                permissions ? Tables.NODES_WITH_PERMISSIONS : Tables.NODES,
                CommandFailure.from(() -> new NodeWalk(store, top, call.has("-r"), permissions).nodes()));
    }

    private @Nullable Object read(CommandCall call) {
        XenStore store = platform.store();
        PrintStream out = call.out();
        for (String text : call.arguments()) {
            StorePath path = path(text);
            byte[] value = CommandFailure.from(() -> store.readBytes(path)).orElseThrow(() -> missing(path));
            if (call.has("--raw")) {
                out.write(value, 0, value.length);
                out.println();
            } else {
                out.println(PrintableText.of(new String(value, StandardCharsets.UTF_8)));
            }
        }
        return null;
    }

    private @Nullable Object write(CommandCall call) {
        StorePath path = path(call.arguments().get(0));
        XenStore store = platform.store();
        CommandFailure.from(() -> {
            store.write(path, call.arguments().get(1));
            return path;
        });
        return null;
    }

    private @Nullable Object rm(CommandCall call) {
        List<StorePath> paths =
                call.arguments().stream().map(StoreCommands::path).toList();
        XenStore store = platform.store();
        for (StorePath path : paths) {
            if (!CommandFailure.from(() -> store.exists(path))) {
                throw missing(path);
            }
            CommandFailure.from(() -> {
                store.remove(path);
                return path;
            });
        }
        return null;
    }

    private static StorePath path(String text) {
        return CommandMisuse.from(() -> StorePath.of(text));
    }

    private static CommandFailure missing(StorePath path) {
        return new CommandFailure("there is no node " + path);
    }

    private List<String> paths(List<String> before, String typed) {
        String parent = typed.substring(0, Math.max(0, typed.lastIndexOf('/')));
        if (!StorePath.isValid(parent.isEmpty() ? "/" : parent)) {
            return List.of();
        }
        StorePath directory = StorePath.of(parent.isEmpty() ? "/" : parent);
        Optional<List<String>> names =
                CommandFailure.from(() -> platform.store().list(directory));
        return names.orElse(List.of()).stream()
                .filter(name -> !name.isEmpty())
                .map(name -> parent + "/" + name)
                .toList();
    }
}
