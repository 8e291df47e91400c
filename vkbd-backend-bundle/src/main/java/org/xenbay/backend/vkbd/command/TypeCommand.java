// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl;

/** Types text. */
@Component(service = Command.class)
public final class TypeCommand extends InputCommand {
    private static final CommandSpec SPEC = CommandSpec.of("type", "Types text on a guest's keyboard.")
            .usage("[--layout NAME] [--pause MS] [--enter] <id> <text>")
            .option("--layout", "us", "the keyboard layout that the guest uses, such as us, gb, de or fr")
            .option(KeyCommand.PAUSE, KeyCommand.USUAL_PAUSE, "milliseconds from one change of a key to the next")
            .flag("press Enter at the end", "--enter")
            .arguments(2, Integer.MAX_VALUE, "<id> <text>", "domain/vkbd/number, and what to type")
            .anyText()
            .example("types a line, as on a German keyboard", "--layout", "de", "--enter", "5/vkbd/0", "ls -l");

    /** @param input the backend */
    @Activate
    public TypeCommand(@Reference InputControl input) {
        super(input, SPEC);
    }

    @Override
    public Object run(CommandCall call) {
        DeviceId id = call.device(0);
        List<String> words = call.arguments();
        String text = String.join(" ", words.subList(1, words.size())) + (call.has("--enter") ? "\n" : "");
        Duration between = KeyCommand.pause(call);
        play(id, CommandFailure.from(() -> input.typing(call.value("--layout"), text, between)));
        return "typed " + text.codePointCount(0, text.length()) + " characters on " + id;
    }
}
