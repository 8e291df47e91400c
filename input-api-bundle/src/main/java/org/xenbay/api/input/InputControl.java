// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.input;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ConsumerType;
import org.xenbay.api.device.DeviceId;

/** Assigns sources to guests, and plays scripts of input. A service of the keyboard backend. From any thread. */
@ConsumerType
public interface InputControl {

    /** @return the guests that take input now */
    List<InputTarget> targets();

    /** @return the present sources, and the guest of each */
    List<RoutedSource> sources();

    /**
     * Gives a source to a guest. The keys and buttons that were held down are released in the guest that had the source.
     *
     * @param source a source's id
     * @param device the guest's device
     * @throws IllegalArgumentException when there is no such source or device
     * @throws IllegalStateException when the source cannot be read; the message says why
     */
    void focus(String source, DeviceId device);

    /**
     * Gives a source back to the host. The keys and buttons that were held down are released in the guest that had the
     * source.
     *
     * @param source a source's id
     * @throws IllegalArgumentException when there is no such source
     */
    void returnToHost(String source);

    /**
     * Plays input step by step. Each step is played as soon as the guest has room and the earlier step's pause is over. Keys
     * that the script leaves pressed stay pressed until another script releases them or the guest goes away.
     *
     * @param device a guest's device
     * @param steps what to play, at most {@link #MAX_STEPS}
     * @return completes when the guest has got all steps; fails with an {@link IllegalStateException} when the guest goes away
     *     first, or takes nothing for 10 seconds. When it is cancelled, the keys that scripts hold down are released
     * @throws IllegalArgumentException when there is no such device, or it does not take such input, as a touch without a touch
     *     screen
     */
    CompletableFuture<Void> play(DeviceId device, List<Step> steps);

    /**
     * @param layout the keyboard layout that the guest uses
     * @param text the text to type
     * @param pause between one change of a key and the next
     * @return the steps that type it
     * @throws IllegalArgumentException when there is no such layout, or a character is not on it: the message names both
     */
    List<Step> typing(String layout, String text, Duration pause);

    /** @return the names of the layouts */
    Set<String> layouts();

    /** Most steps played at once. */
    int MAX_STEPS = 1 << 20;

    /**
     * A part of a script.
     *
     * @param frame events of one moment
     * @param pause before the next step, at least this long
     */
    record Step(List<InputEvent> frame, Duration pause) {
        /** Copies its parts. */
        public Step {
            frame = List.copyOf(frame);
        }
    }

    /**
     * A source and its guest.
     *
     * @param info the source's name and abilities
     * @param device the guest's device that gets the source's input now; empty while the host gets it
     * @param assigned the guest's device that has the source, also while a hot key has given the input to the host
     * @param trouble why the source cannot be read; an empty text, as {@code focus --json} prints it, when it can
     */
    record RoutedSource(SourceInfo info, Optional<DeviceId> device, Optional<DeviceId> assigned, String trouble) {}
}
