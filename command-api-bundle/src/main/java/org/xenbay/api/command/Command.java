// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command for operators: a service. Of several commands of one name, the service of the highest ranking is called.
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
     * Does what was asked. On a thread of the call, which is interrupted when the operator leaves; may block.
     *
     * @param call what was typed, checked against {@link #spec}
     * @return what the operator is shown: a text, a {@link Listing}, a {@link Card}, a record, which is shown as a card with a line
     *     for each component, or null for nothing. With {@code --json} all but a text is shown as JSON; its values are records, maps,
     *     lists, optionals, numbers, texts, enums, times, and ids
     * @throws CommandFailure when it cannot be done; the message is one line for the operator
     * @throws CommandMisuse when the arguments mean nothing
     * @throws Exception is a defect of the command: logged with its stack, and the operator is told the first line
     */
    @Nullable
    Object run(CommandCall call) throws Exception;

    /**
     * Offers what an argument may become when the tab key is struck. Options are completed by the shell.
     *
     * @param before the arguments before it, without options
     * @param word what has been typed of it; candidates that do not begin with it are not shown
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
     * @param word what has been typed of the value; candidates that do not begin with it are not shown
     * @return the candidates
     */
    default List<String> completeValue(String option, String word) {
        return List.of();
    }
}
