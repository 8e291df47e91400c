// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandSpec;

/**
 * A command of the core.
 *
 * @param spec its specification
 * @param action its action
 * @param candidates completes its arguments
 */
record OwnCommand(CommandSpec spec, Action action, FileCandidates candidates) implements Command {

    /** The action of a command. */
    @FunctionalInterface
    interface Action {
        /** As {@link Command#run}. */
        @Nullable
        Object run(CommandCall call) throws Exception;
    }

    /** Completes arguments. */
    @FunctionalInterface
    interface Candidates {
        /** No candidates. */
        Candidates NONE = (before, word) -> List.of();

        /** As {@link Command#complete(List, String)}. */
        List<String> of(List<String> before, String word);
    }

    /** Completes arguments of which some are files. */
    @FunctionalInterface
    interface FileCandidates {
        /** As {@link Command#complete(List, String, Path)}. */
        List<String> of(List<String> before, String word, Path directory);
    }

    OwnCommand(CommandSpec spec, Action action, Candidates candidates) {
        this(spec, action, (before, word, directory) -> candidates.of(before, word));
    }

    OwnCommand(CommandSpec spec, Action action) {
        this(spec, action, Candidates.NONE);
    }

    @Override
    public @Nullable Object run(CommandCall call) throws Exception {
        return action.run(call);
    }

    @Override
    public List<String> complete(List<String> before, String word, Path directory) {
        return candidates.of(before, word, directory);
    }
}
