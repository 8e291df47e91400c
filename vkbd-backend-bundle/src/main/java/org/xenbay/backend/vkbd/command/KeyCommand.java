// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandMisuse;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.input.InputControl.Step;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.KeyNames;

/** Presses and releases keys. */
@Component(service = Command.class)
public final class KeyCommand extends InputCommand {
    static final String PAUSE = "--pause";

    /** In milliseconds. Not 0: programs in a guest lose keys that come faster than they read (evdev keeps 32 of them). */
    static final String USUAL_PAUSE = "5";

    private static final int MAX_PAUSE = 10_000;

    private static final CommandSpec SPEC = CommandSpec.of(
                    "key", "Presses and releases keys of a guest's keyboard, such as ctrl+alt+delete.")
            .usage("[--down] [--up] [--pause MS] <id> <keys> ...")
            .flag("only press them", "--down")
            .flag("only release them", "--up")
            .option(PAUSE, USUAL_PAUSE, "milliseconds from one change of a key to the next")
            .arguments(2, 1 + MAX_ACTIONS, "<id> <keys> ...", "domain/vkbd/number, and keys as in ctrl+alt+f1")
            .example("three keys at once", "5/vkbd/0", "ctrl+alt+delete")
            .example("shift stays down until --up", "--down", "5/vkbd/0", "shift");

    /** @param input the backend */
    @Activate
    public KeyCommand(@Reference InputControl input) {
        super(input, SPEC);
    }

    @Override
    public Object run(CommandCall call) {
        boolean down = call.has("--down");
        boolean up = call.has("--up");
        if (down && up) {
            throw new CommandMisuse("--down and --up exclude one another");
        }
        Duration between = pause(call);
        DeviceId id = call.device(0);
        List<String> words = call.arguments().subList(1, call.arguments().size());
        List<Step> steps = new ArrayList<>();
        for (String word : words) {
            List<Integer> codes = new ArrayList<>();
            for (String name : word.split("\\+", -1)) {
                codes.add(CommandMisuse.from(() -> KeyNames.code(name)));
            }
            if (!up) {
                codes.forEach(code -> steps.add(step(code, true, between)));
            }
            Collections.reverse(codes);
            if (!down) {
                codes.forEach(code -> steps.add(step(code, false, between)));
            }
        }
        play(id, steps);
        return (down ? "pressed " : up ? "released " : "struck ") + String.join(" ", words);
    }

    static Duration pause(CommandCall call) {
        return Duration.ofMillis(CommandCall.number(call.value(PAUSE), PAUSE, 0, MAX_PAUSE));
    }

    private static Step step(int code, boolean pressed, Duration pause) {
        return new Step(List.of(new Key(code, pressed)), pause);
    }
}
