// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.input.KeyNames;
import org.xenbay.backend.vkbd.Entry.Touch;

/** The keys and contacts that were reported to the guest as down. */
final class ReportedState {

    private static final int CAPS_LOCK = KeyNames.code("capslock");

    private final BitSet keys = new BitSet();
    private final BitSet contacts = new BitSet();

    /**
     * The guest's Caps Lock, which the protocol does not report: each press of the key toggles it, a repetition does not.
     */
    private boolean capsLocked;

    /** Null without persistent memory. */
    private @Nullable ReportedStateJournal journal;

    /** @param next notes which keys and fingers are down, until {@link #clear} */
    void keep(ReportedStateJournal next) {
        journal = next;
    }

    /** The entry is about to be reported to the guest. */
    void note(Entry entry) {
        if (entry instanceof Entry.Key key) {
            press(key);
        } else if (entry instanceof Entry.Touches touches) {
            touches.touches().forEach(this::touch);
        }
    }

    private void press(Entry.Key key) {
        capsLocked ^= key.code() == CAPS_LOCK && key.pressed() && !keys.get(CAPS_LOCK);
        keys.set(key.code(), key.pressed());
        if (journal != null && key.pressed()) {
            journal.pressing(key.code());
        }
    }

    private void touch(Touch touch) {
        boolean down = touch.kind() == Touch.Kind.DOWN;
        if (down || touch.kind() == Touch.Kind.UP) {
            contacts.set(touch.id(), down);
        }
        if (journal != null && down) {
            journal.touching(touch.id());
        }
    }

    boolean isCapsLocked() {
        return capsLocked;
    }

    /** All noted events are visible to the guest. */
    void shown() {
        if (journal != null) {
            journal.shown(keys, contacts);
        }
    }

    /**
     * The queue was dropped. Forgets keys and fingers that were not reported to the guest, as if they had never been pressed.
     *
     * @return releases of keys and fingers that were reported down and are not
     */
    List<Entry> reconcile(HeldKeys held, Contacts touching) {
        List<Entry> releases = releases(held::isDown, touching::isDown);
        held.keepOnly(keys);
        touching.keepOnly(contacts);
        return releases;
    }

    /** @return releases of all that was reported down */
    List<Entry> releases() {
        return releases(code -> false, id -> false);
    }

    private List<Entry> releases(IntPredicate keyIsDown, IntPredicate fingerIsDown) {
        List<Entry> releases = new ArrayList<>();
        keys.stream().filter(code -> !keyIsDown.test(code)).forEach(code -> releases.add(new Entry.Key(code, false)));
        List<Touch> lifted = contacts.stream()
                .filter(id -> !fingerIsDown.test(id))
                .mapToObj(id -> new Touch(Touch.Kind.UP, id, 0, 0))
                .toList();
        if (!lifted.isEmpty()) {
            releases.add(new Entry.Touches(lifted));
        }
        return releases;
    }

    void clear() {
        keys.clear();
        contacts.clear();
        capsLocked = false;
        journal = null;
    }
}
