// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.input.InputControl.Step;
import org.xenbay.api.input.InputTarget;

/** Plays the actions that follow the guest in the arguments, one after the other. */
abstract class ActionsCommand extends InputCommand {

    ActionsCommand(InputControl input, CommandSpec spec) {
        super(input, spec);
    }

    @Override
    public final Object run(CommandCall call) {
        DeviceId id = call.device(0);
        InputTarget target = input.targets().stream()
                .filter(candidate -> candidate.device().equals(id))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no guest takes input at " + id));
        InputActions actions = new InputActions(target);
        List<Step> steps = new ArrayList<>();
        call.arguments().stream().skip(1).forEach(word -> steps.addAll(CommandMisuse.from(() -> actions.steps(word))));
        play(id, steps);
        return "done on " + id;
    }
}
