// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.xenbay.shell.wire.Hello;

/**
 * The client's own arguments, as bin/xenbay passes them: {@code <socket> <columns> <keyboard> [-c] <words>}.
 *
 * @param socket the daemon's socket
 * @param hello the greeting to send
 */
record Invocation(Path socket, Hello hello) {

    private static final int OWN_ARGUMENTS = 3;

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
        if (line && words.size() != 2) {
            throw new IllegalArgumentException("-c wants one argument, a command line in quotes");
        }
        String directory = Path.of("").toAbsolutePath().toString();
        Hello hello = new Hello(
                line, columns, keyboard, colour && columns > 0, line ? words.subList(1, 2) : words, directory);
        return new Invocation(Path.of(arguments[0]), hello);
    }
}
