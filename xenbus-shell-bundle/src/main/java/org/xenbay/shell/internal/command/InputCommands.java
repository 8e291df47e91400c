// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.input.InputControl.RoutedSource;
import org.xenbay.api.input.InputControl.Step;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.KeyNames;
import org.xenbay.shell.internal.render.JsonText;
import org.xenbay.shell.internal.render.Listing;

/** Commands that give guests input. */
@Component(service = InputCommands.class)
@GogoCommand(
        scope = "xen",
        function = {"type", "key", "pointer", "touch", "focus"})
public final class InputCommands {
    private static final String TYPE = "type [--layout NAME] [--pause MS] [--enter] <id> <text>";
    private static final String KEY = "key [--down] [--up] [--pause MS] <id> <keys> ...";
    private static final String POINTER = "pointer <id> <action> ...";
    private static final String TOUCH = "touch <id> <frame> ...";
    private static final String FOCUS = "focus [--json] [<source> <id>|host]";

    private static final int MAX_ACTIONS = 1000;
    private static final int MAX_PAUSE = 10_000;

    private final Platform platform;

    @Activate
    public InputCommands(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Types text on a guest's keyboard.")
    @Usage(TYPE)
    public String type(
            @Descriptor("the keyboard layout that the guest uses, such as us, gb, de or fr")
                    @Parameter(names = "--layout", absentValue = "us")
                    String layout,
            @Descriptor("milliseconds from one change of a key to the next")
                    @Parameter(names = "--pause", absentValue = "5")
                    String pause,
            @Descriptor("press Enter at the end")
                    @Parameter(names = "--enter", presentValue = "true", absentValue = "false")
                    boolean enter,
            @Descriptor("<id> <text>: domain/vkbd/number, and what to type") String... arguments) {
        if (arguments.length < 2) {
            throw new CommandMisuse("usage: " + TYPE);
        }
        DeviceId id = Platform.id(arguments[0]);
        String text = String.join(" ", List.of(arguments).subList(1, arguments.length)) + (enter ? "\n" : "");
        Duration between = pause(pause);
        InputControl input = platform.input();
        play(id, Platform.clearly(() -> input.typing(layout, text, between)));
        return "typed " + text.codePointCount(0, text.length()) + " characters on " + id;
    }

    @Descriptor("Presses and releases keys of a guest's keyboard, such as ctrl+alt+delete.")
    @Usage(KEY)
    public String key(
            @Descriptor("only press them") @Parameter(names = "--down", presentValue = "true", absentValue = "false")
                    boolean down,
            @Descriptor("only release them") @Parameter(names = "--up", presentValue = "true", absentValue = "false")
                    boolean up,
            @Descriptor("milliseconds from one change of a key to the next")
                    @Parameter(names = "--pause", absentValue = "5")
                    String pause,
            @Descriptor("<id> <keys> ...: domain/vkbd/number, and keys as in ctrl+alt+f1") String... arguments) {
        List<String> words = new Arguments(KEY, arguments).between(2, 1 + MAX_ACTIONS);
        if (down && up) {
            throw new CommandMisuse("--down and --up exclude one another");
        }
        Duration between = pause(pause);
        List<Step> steps = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            List<Integer> codes = new ArrayList<>();
            for (String name : word.split("\\+", -1)) {
                codes.add(Platform.understood(() -> KeyNames.code(name)));
            }
            if (!up) {
                codes.forEach(code -> steps.add(step(code, true, between)));
            }
            Collections.reverse(codes);
            if (!down) {
                codes.forEach(code -> steps.add(step(code, false, between)));
            }
        }
        play(Platform.id(words.get(0)), steps);
        return (down ? "pressed " : up ? "released " : "struck ") + String.join(" ", words.subList(1, words.size()));
    }

    @Descriptor("Moves a guest's pointer, clicks, and turns its wheel.")
    @Usage(POINTER)
    public String pointer(
            @Descriptor("<id> <action> ...: domain/vkbd/number, then at=X,Y (pixels) by=DX,DY click=left press=left"
                            + " release=left wheel=UP pause=MS, one after the other")
                    String... arguments) {
        return perform(new Arguments(POINTER, arguments).between(2, 1 + MAX_ACTIONS));
    }

    @Descriptor("Puts fingers on a guest's touch screen, moves and lifts them.")
    @Usage(TOUCH)
    public String touch(
            @Descriptor("<id> <frame> ...: domain/vkbd/number, then down=FINGER,X,Y move=FINGER,X,Y up=FINGER"
                            + " shape=FINGER,MAJOR,MINOR turn=FINGER,DEGREES tap=X,Y pause=MS, one after the"
                            + " other; / joins what happens at once")
                    String... arguments) {
        return perform(new Arguments(TOUCH, arguments).between(2, 1 + MAX_ACTIONS));
    }

    private String perform(List<String> words) {
        DeviceId id = Platform.id(words.get(0));
        InputTarget target = platform.input().targets().stream()
                .filter(candidate -> candidate.device().equals(id))
                .findFirst()
                .orElseThrow(() -> new CommandFailure("no guest takes input at " + id));
        InputActions actions = new InputActions(target);
        List<Step> steps = new ArrayList<>();
        words.subList(1, words.size()).forEach(word -> steps.addAll(Platform.understood(() -> actions.steps(word))));
        play(id, steps);
        return "done on " + id;
    }

    @Descriptor("Lists the sources of input and whose they are, or gives one to a guest or back to the host.")
    @Usage(FOCUS)
    public Object focus(
            @Descriptor("as JSON") @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            @Descriptor("[<source> <id>|host]: a source's id, then domain/vkbd/number or host") String... arguments) {
        List<String> words = new Arguments(FOCUS, arguments).between(0, 2);
        InputControl input = platform.input();
        if (words.isEmpty()) {
            Listing<RoutedSource> sources = new Listing<>(RoutedSource.class, input.sources());
            return json ? new JsonText(sources) : sources;
        }
        if (words.size() == 1) {
            throw new CommandMisuse("usage: " + FOCUS);
        }
        Optional<DeviceId> id = words.get(1).equals("host") ? Optional.empty() : Optional.of(Platform.id(words.get(1)));
        return Platform.clearly(() -> {
            input.focus(words.get(0), id);
            return words.get(0) + " goes to " + words.get(1);
        });
    }

    /** Not 0 by itself: programs in a guest lose keys that come faster than they look (evdev keeps 32 of them). */
    private static Duration pause(String millis) {
        return Duration.ofMillis(Arguments.number(millis, "--pause", 0, MAX_PAUSE));
    }

    private static Step step(int code, boolean pressed, Duration pause) {
        return new Step(List.of(new Key(code, pressed)), pause);
    }

    private void play(DeviceId id, List<Step> steps) {
        CompletableFuture<Void> played = Platform.clearly(() -> platform.input().play(id, steps));
        try {
            played.get();
        } catch (ExecutionException failed) {
            throw new CommandFailure(failed.getCause().getMessage(), failed);
        } catch (InterruptedException interrupted) {
            played.cancel(false);
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", interrupted);
        }
    }
}
