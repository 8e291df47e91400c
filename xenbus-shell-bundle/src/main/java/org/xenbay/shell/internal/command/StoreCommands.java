// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.Listing;
import org.xenbay.shell.internal.render.NodeView;
import org.xenbay.shell.internal.render.Text;

/** Commands on XenStore. */
@Component(service = StoreCommands.class)
@GogoCommand(
        scope = "xen",
        function = {"ls", "read", "write", "rm"})
public final class StoreCommands {
    private static final int MAX_NODES = 200_000;
    private static final int MAX_PATHS = 100;

    private final Platform platform;

    @Activate
    public StoreCommands(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Lists the nodes below a XenStore node, with their values.")
    @Usage("ls [-r] [-p] [--json] [path]")
    public Object ls(
            @Descriptor("all levels, not only the next one")
                    @Parameter(
                            names = {"-r", "--recursive"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean recursive,
            @Descriptor("with permissions, owner first")
                    @Parameter(
                            names = {"-p", "--permissions"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean permissions,
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            @Descriptor("[path]: an absolute path; the root when there is none") String... arguments) {
        StorePath top = path(new Arguments("ls [-r] [-p] [--json] [path]", arguments).oneOr("/"));
        XenStore store = platform.store();
        Listing<NodeView> nodes =
                new Listing<>(NodeView.class, Platform.clearly(() -> nodes(store, top, recursive, permissions)));
        return json ? new JsonText(nodes) : nodes;
    }

    @Descriptor("Prints the values of XenStore nodes, one a line.")
    @Usage("read [--raw] <path> ...")
    public void read(
            @Descriptor("the bytes as they are, also those that steer a terminal")
                    @Parameter(names = "--raw", presentValue = "true", absentValue = "false")
                    boolean raw,
            @Descriptor("<path> ...: absolute paths") String... arguments) {
        List<String> paths = new Arguments("read [--raw] <path> ...", arguments).between(1, MAX_PATHS);
        XenStore store = platform.store();
        PrintStream out = Process.Utils.current().out();
        for (String text : paths) {
            StorePath path = path(text);
            byte[] value = Platform.clearly(() -> store.readBytes(path)).orElseThrow(() -> missing(path));
            if (raw) {
                out.write(value, 0, value.length);
                out.println();
            } else {
                out.println(Text.printable(new String(value, StandardCharsets.UTF_8)));
            }
        }
    }

    @Descriptor("Writes a XenStore node, creating it and its parents when needed.")
    @Usage("write <path> <value>")
    public void write(@Descriptor("<path> <value>: an absolute path, and the text") String... arguments) {
        if (arguments.length != 2) {
            throw new CommandMisuse("usage: write <path> <value>");
        }
        StorePath path = path(arguments[0]);
        XenStore store = platform.store();
        Platform.clearly(() -> {
            store.write(path, arguments[1]);
            return path;
        });
    }

    @Descriptor("Removes XenStore nodes and all below them.")
    @Usage("rm <path> ...")
    public void rm(@Descriptor("<path> ...: absolute paths") String... arguments) {
        List<StorePath> paths = new Arguments("rm <path> ...", arguments)
                .between(1, MAX_PATHS).stream().map(StoreCommands::path).toList();
        XenStore store = platform.store();
        for (StorePath path : paths) {
            if (!Platform.clearly(() -> store.exists(path))) {
                throw missing(path);
            }
            Platform.clearly(() -> {
                store.remove(path);
                return path;
            });
        }
    }

    private static List<NodeView> nodes(XenStore store, StorePath top, boolean recursive, boolean permissions) {
        List<NodeView> nodes = new ArrayList<>();
        Deque<StorePath> todo = new ArrayDeque<>(children(store, top).orElseThrow(() -> missing(top)));
        while (!todo.isEmpty()) {
            StorePath path = todo.pop();
            Optional<String> value = store.read(path);
            if (value.isEmpty()) {
                continue; // Removed since its parent was listed.
            }
            nodes.add(new NodeView(
                    path, value.get(), permissions ? store.permissions(path).orElse(List.of()) : List.of()));
            if (nodes.size() > MAX_NODES) {
                throw new CommandFailure("more than " + MAX_NODES + " nodes below " + top + "; choose one below it");
            }
            if (recursive) {
                List<StorePath> below = new ArrayList<>(children(store, path).orElse(List.of()));
                Collections.reverse(below);
                below.forEach(todo::push);
            }
        }
        return nodes;
    }

    private static Optional<List<StorePath>> children(XenStore store, StorePath path) {
        return store.list(path)
                .map(names -> names.stream()
                        .filter(name -> !name.isEmpty())
                        .sorted()
                        .map(path::child)
                        .toList());
    }

    private static StorePath path(String text) {
        return Platform.understood(() -> StorePath.of(text));
    }

    private static CommandFailure missing(StorePath path) {
        return new CommandFailure("there is no node " + path);
    }
}
