// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo;

/** A keyboard backend with one guest and one source, that records the input that it is to play. */
final class FakeInput implements InputControl {
    public static final DeviceId ID = DeviceId.parse("5/vkbd/0");

    private final List<InputEvent> played = new ArrayList<>();
    private Optional<DeviceId> focus = Optional.empty();

    /** @return what was played since the last call */
    public synchronized List<InputEvent> played() {
        List<InputEvent> all = List.copyOf(played);
        played.clear();
        return all;
    }

    @Override
    public List<InputTarget> targets() {
        return List.of(new InputTarget(ID, "desk", "", 800, 600, List.of("keys", "buttons", "position")));
    }

    @Override
    public synchronized List<RoutedSource> sources() {
        SourceInfo info =
                new SourceInfo("event3", "Some Keyboard", "046d:c31c", "seat0", Set.of(SourceInfo.Ability.KEYS));
        return List.of(new RoutedSource(info, focus, focus, ""));
    }

    @Override
    public synchronized void focus(String source, DeviceId device) {
        checkSource(source);
        focus = Optional.of(device);
    }

    @Override
    public synchronized void returnToHost(String source) {
        checkSource(source);
        focus = Optional.empty();
    }

    private static void checkSource(String source) {
        if (!source.equals("event3")) {
            throw new IllegalArgumentException("there is no source " + source);
        }
    }

    @Override
    public synchronized CompletableFuture<Void> play(DeviceId device, List<Step> steps) {
        if (!device.equals(ID)) {
            throw new IllegalArgumentException("there is no keyboard " + device);
        }
        steps.forEach(step -> played.addAll(step.frame()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public List<Step> typing(String layout, String text, Duration pause) {
        if (!layout.equals("us")) {
            throw new IllegalArgumentException("there is no keyboard layout " + layout);
        }
        return text.chars()
                .mapToObj(c -> new Step(List.of(new InputEvent.Key(c, true)), pause))
                .toList();
    }

    @Override
    public Set<String> layouts() {
        return Set.of("us");
    }
}
