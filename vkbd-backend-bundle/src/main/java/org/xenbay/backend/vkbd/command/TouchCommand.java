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
                            + " turn=FINGER,DEGREES tap=X,Y pause=MS, one after the other; / joins what happens at once")
            .example("one tap", "5/vkbd/0", "tap=100,200")
            .example(
                    "two fingers that move together",
                    "5/vkbd/0",
                    "down=0,10,10/down=1,90,90",
                    "pause=50",
                    "move=0,40,40/move=1,60,60",
                    "up=0/up=1");

    /** @param input the backend */
    @Activate
    public TouchCommand(@Reference InputControl input) {
        super(input, SPEC);
    }
}
