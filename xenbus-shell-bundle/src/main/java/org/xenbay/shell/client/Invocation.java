// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.xenbay.shell.wire.Hello;

/**
 * The client's own arguments, as bin/xenbay passes them: {@code <socket> <columns> <keyboard> [-c] <words>}.
 *
 * @param socket the daemon's socket
 * @param hello the greeting to send
 */
record Invocation(Path socket, Hello hello) {

    private static final int OWN_ARGUMENTS = 3;

    /** Commands whose last argument is a file of this host. */
    private static final Set<String> WITH_FILE = Set.of("deploy", "update");

    /**
     * @param arguments of {@code main}
     * @param colour whether colours are wanted when the output is a terminal
     * @return the invocation
     * @throws IllegalArgumentException when they are wrong
     */
    static Invocation parse(String[] arguments, boolean colour) {
        if (arguments.length <= OWN_ARGUMENTS) {
            throw new IllegalArgumentException("a command is missing");
        }
        int columns = Integer.parseInt(arguments[1]);
        boolean keyboard = Boolean.parseBoolean(arguments[2]);
        List<String> words = Arrays.asList(arguments).subList(OWN_ARGUMENTS, arguments.length);
        boolean line = words.get(0).equals("-c");
        if (WITH_FILE.contains(words.get(0))) {
            words = withFile(words);
        }
        if (line && words.size() != 2) {
            throw new IllegalArgumentException("-c wants one argument, a command line in quotes");
        }
        Hello hello = new Hello(line, columns, keyboard, colour && columns > 0, line ? words.subList(1, 2) : words);
        return new Invocation(Path.of(arguments[0]), hello);
    }

    /** Makes the name of an existing file absolute, as the daemon has another working directory. */
    private static List<String> withFile(List<String> words) {
        List<String> absolute = new ArrayList<>(words);
        int last = words.size() - 1;
        if (last > 0 && Files.exists(Path.of(words.get(last)))) {
            absolute.set(last, Path.of(words.get(last)).toAbsolutePath().toString());
        }
        return absolute;
    }
}
