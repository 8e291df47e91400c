// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.KeyNames;

/**
 * The features that a guest accepts: the offered features that it requested, without those that would harm its driver.
 *
 * @param offered the offered features
 * @param asked the requested features
 * @param keysWithoutPointer whether its driver can handle keys without a pointer, which Linux's cannot
 */
record AcceptedFeatures(Features offered, Mode asked, boolean keysWithoutPointer) {

    private static final int UNKNOWN_KEY = 240;
    private static final int FIRST_FURTHER_KEY = 0x160;
    private static final int LAST_FURTHER_KEY = 0x2FE;

    /** Refuses codes for which Linux's driver would log an error or crash. */
    boolean key(int code) {
        if (code >= KeyNames.BUTTON_LEFT && code <= KeyNames.BUTTON_TASK) {
            return offered.pointer();
        }
        return keyboard() && (code < UNKNOWN_KEY || code >= FIRST_FURTHER_KEY && code <= LAST_FURTHER_KEY);
    }

    private boolean keyboard() {
        return offered.keyboard() && (offered.pointer() || keysWithoutPointer);
    }

    boolean pointer() {
        return offered.pointer();
    }

    boolean touch() {
        return asked.touch();
    }

    /** @return why the guest does not accept the event; empty when it does */
    Optional<String> refusal(InputEvent event) {
        if (event instanceof InputEvent.Key key) {
            return key(key.code()) ? Optional.empty() : Optional.of("it takes no key " + KeyNames.name(key.code()));
        }
        if (event instanceof InputEvent.Motion
                || event instanceof InputEvent.Position
                || event instanceof InputEvent.Wheel) {
            return pointer() ? Optional.empty() : Optional.of("its pointer is disabled");
        }
        return touch() ? Optional.empty() : Optional.of("it has no touch screen");
    }

    /** @return the features in words */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (keyboard()) {
            words.add("keys");
        }
        if (pointer()) {
            words.add("buttons");
            words.add(asked.absolute() ? (asked.raw() ? "raw position" : "position") : "motion");
        }
        if (touch()) {
            words.add("touch " + offered.contacts());
        }
        return words;
    }
}
