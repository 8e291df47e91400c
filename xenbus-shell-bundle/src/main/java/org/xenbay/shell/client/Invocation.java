// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.xenbay.shell.wire.Hello;

/**
 * The client's own arguments, as bin/xenbay passes them: {@code <socket> <columns> <keyboard> [-c] <words>}.
 *
 * @param socket the daemon's socket
 * @param hello the greeting to send
 */
record Invocation(Path socket, Hello hello) {

    private static final int OWN_ARGUMENTS = 3;

    /** Commands with files of this host, and how many of their words come before those. */
    private static final Map<String, Integer> WITH_FILES = Map.of("deploy", 1, "update", 2);

    /** Commands that write a file of this host, and how many of their words come before its name. */
    private static final Map<String, Integer> WITH_NEW_FILE = Map.of("screenshot", 2);

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
        int before = WITH_FILES.getOrDefault(words.get(0), words.size());
        int beforeNew = WITH_NEW_FILE.getOrDefault(words.get(0), words.size());
        List<String> typed = words;
        words = IntStream.range(0, typed.size())
                .mapToObj(i -> i >= beforeNew ? newFile(typed.get(i)) : i >= before ? file(typed.get(i)) : typed.get(i))
                .toList();
        if (line && words.size() != 2) {
            throw new IllegalArgumentException("-c wants one argument, a command line in quotes");
        }
        Hello hello = new Hello(line, columns, keyboard, colour && columns > 0, line ? words.subList(1, 2) : words);
        return new Invocation(Path.of(arguments[0]), hello);
    }

    private static String newFile(String word) {
        return word.startsWith("-") ? word : Path.of(word).toAbsolutePath().toString();
    }

    /** Makes the name of an existing file absolute, as the daemon has another working directory. */
    private static String file(String word) {
        return Files.exists(Path.of(word)) ? Path.of(word).toAbsolutePath().toString() : word;
    }
}
