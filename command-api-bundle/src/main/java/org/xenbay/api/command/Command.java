// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command for operators. A service. If several commands have one name, the service with the highest ranking is called.
 *
 * <pre>{@code
 * @Component
 * public final class EchoCommand implements Command { ... }
 * }</pre>
 */
@ConsumerType
public interface Command {

    /** @return how the command is called; asked when the service comes, and again for help and the tab key: scope and name stay the same */
    CommandSpec spec();

    /**
     * Executes the command. Each call has its own thread, which is interrupted when the operator leaves; may block.
     *
     * @param call what was typed, checked against {@link #spec}
     * @return what the shell shows: a text, a {@link Listing}, a {@link Card}, a record, which is shown as a card with a line
     *     for each component, or null for nothing. With {@code --json} all but a text is shown as JSON; its values are records,
     *     maps, lists, optionals, numbers, texts, enums, times, and ids
     * @throws CommandFailure when it cannot be done; the message is one line for the operator
     * @throws CommandMisuse when the arguments are wrong
     * @throws Exception if the command has a defect: the log gets its stack, and the operator the first line
     */
    @Nullable
    Object run(CommandCall call) throws Exception;

    /**
     * Completes an argument when the tab key is pressed. The shell itself completes options.
     *
     * @param before the arguments before it, without options
     * @param word its typed beginning; only candidates that begin with it are shown
     * @return the candidates
     */
    default List<String> complete(List<String> before, String word) {
        return List.of();
    }

    /**
     * Offers what an argument may become that is the name of a file, or one before it. The shell asks this one; who does not implement it
     * is asked without the directory.
     *
     * @param before the arguments before it, without options
     * @param word what has been typed of it; candidates that do not begin with it are not shown
     * @param directory the operator's working directory, absolute: the daemon has another one
     * @return the candidates
     */
    default List<String> complete(List<String> before, String word, Path directory) {
        return complete(before, word);
    }

    /**
     * Offers what the value of an option may become when the tab key is struck.
     *
     * @param option its first name, such as {@code --sort}
     * @param word the value's typed beginning; only candidates that begin with it are shown
     * @return the candidates
     */
    default List<String> completeValue(String option, String word) {
        return List.of();
    }
}
