// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.input.InputControl;

/** Touches a screen. */
@Component(service = Command.class)
public final class TouchCommand extends ActionsCommand {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "touch", "Puts fingers on a guest's touch screen, moves and lifts them.")
            .usage("<id> <frame> ...")
            .arguments(
                    2,
                    1 + MAX_ACTIONS,
                    "<id> <frame> ...",
                    "domain/vkbd/number, then down=FINGER,X,Y move=FINGER,X,Y up=FINGER shape=FINGER,MAJOR,MINOR"
                            + " turn=FINGER,DEGREES tap=X,Y pause=MS, one after the other; / joins what happens at once");

    /** @param input the backend */
    @Activate
    public TouchCommand(@Reference InputControl input) {
        super(input, SPEC);
    }
}
