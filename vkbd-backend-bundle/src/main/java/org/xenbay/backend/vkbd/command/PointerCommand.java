// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.input.InputControl;

/** Moves a pointer. */
@Component(service = Command.class)
public final class PointerCommand extends ActionsCommand {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "pointer", "Moves a guest's pointer, clicks, and turns its wheel.")
            .usage("<id> <action> ...")
            .arguments(
                    2,
                    1 + MAX_ACTIONS,
                    "<id> <action> ...",
                    "domain/vkbd/number, then at=X,Y (pixels) by=DX,DY click=left press=left release=left wheel=UP"
                            + " pause=MS, one after the other")
            .example("clicks at a place, and turns the wheel", "5/vkbd/0", "at=512,384", "click=left", "wheel=-2");

    /** @param input the backend */
    @Activate
    public PointerCommand(@Reference InputControl input) {
        super(input, SPEC);
    }
}
