// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.input.InputControl.Step;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.KeyNames;
import org.xenbay.api.input.Place;

/** Parses actions of a pointer or of fingers, such as {@code at=100,200} or {@code down=0,10,20/down=1,30,40}. */
final class InputActions {

    private static final int FAR = 1_000_000;
    private static final int MAX_PAUSE = 10_000;

    private final InputTarget target;

    /** @param target the guest whose screen's positions are meant */
    InputActions(InputTarget target) {
        this.target = target;
    }

    /**
     * @param word an action, or several that happen at once
     * @return the steps of the action
     * @throws IllegalArgumentException when it is not an action
     */
    List<Step> steps(String word) {
        List<InputEvent> first = new ArrayList<>();
        List<InputEvent> then = new ArrayList<>();
        Duration pause = Duration.ZERO;
        for (String action : word.split("/", -1)) {
            int equals = action.indexOf('=');
            String name = equals < 0 ? action : action.substring(0, equals);
            String value = equals < 0 ? "" : action.substring(equals + 1);
            switch (name) {
                case "click" -> {
                    first.add(button(value, true));
                    then.add(button(value, false));
                }
                case "tap" -> {
                    int[] at = numbers(action, value, 2);
                    first.add(new InputEvent.TouchDown(0, place(at[0], at[1])));
                    then.add(new InputEvent.TouchUp(0));
                }
                case "pause" -> pause = Duration.ofMillis(CommandCall.number(value, "pause", 0, MAX_PAUSE));
                default -> first.add(event(name, action, value));
            }
        }
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(first, then.isEmpty() ? pause : Duration.ZERO));
        if (!then.isEmpty()) {
            steps.add(new Step(then, pause));
        }
        return steps;
    }

    private InputEvent event(String name, String action, String value) {
        int[] n;
        switch (name) {
            case "at":
                n = numbers(action, value, 2);
                return new InputEvent.Position(place(n[0], n[1]));
            case "by":
                n = numbers(action, value, 2);
                return new InputEvent.Motion(n[0], n[1]);
            case "wheel":
                return new InputEvent.Wheel(numbers(action, value, 1)[0]);
            case "press":
                return button(value, true);
            case "release":
                return button(value, false);
            case "down":
                n = numbers(action, value, 3);
                return new InputEvent.TouchDown(n[0], place(n[1], n[2]));
            case "move":
                n = numbers(action, value, 3);
                return new InputEvent.TouchMove(n[0], place(n[1], n[2]));
            case "up":
                return new InputEvent.TouchUp(numbers(action, value, 1)[0]);
            case "shape":
                n = numbers(action, value, 3);
                return new InputEvent.TouchShape(n[0], n[1], n[2]);
            case "turn":
                n = numbers(action, value, 2);
                return new InputEvent.TouchOrientation(n[0], n[1]);
            default:
                throw new IllegalArgumentException("there is no action " + action);
        }
    }

    private Place place(int x, int y) {
        return new Place(x, y, target.width() - 1, target.height() - 1);
    }

    private static InputEvent button(String name, boolean pressed) {
        return new InputEvent.Key(KeyNames.code("btn-" + (name.isEmpty() ? "left" : name)), pressed);
    }

    private static int[] numbers(String action, String value, int count) {
        String[] parts = value.split(",", -1);
        if (parts.length != count) {
            throw new IllegalArgumentException(action + " is not " + count + " numbers");
        }
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = CommandCall.number(parts[i], "a number of " + action, -FAR, FAR);
        }
        return numbers;
    }
}
