// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.input.InputControl.Step;

/** The common part of commands that send input to a guest. The guest is their first argument. */
abstract class InputCommand implements Command {
    static final int MAX_ACTIONS = 1000;

    final InputControl input;
    private final CommandSpec spec;

    InputCommand(InputControl input, CommandSpec spec) {
        this.input = input;
        this.spec = spec;
    }

    @Override
    public final CommandSpec spec() {
        return spec;
    }

    /** Plays steps, and waits until the guest has got them. */
    final void play(DeviceId id, List<Step> steps) {
        CompletableFuture<Void> played = CommandFailure.from(() -> input.play(id, steps));
        try {
            played.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new CommandFailure(String.valueOf((cause == null ? failed : cause).getMessage()), failed);
        } catch (InterruptedException interrupted) {
            played.cancel(false);
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", interrupted);
        }
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return before.isEmpty() ? guests(input) : List.of();
    }

    static List<String> guests(InputControl input) {
        return input.targets().stream()
                .map(target -> target.device().toString())
                .toList();
    }
}
