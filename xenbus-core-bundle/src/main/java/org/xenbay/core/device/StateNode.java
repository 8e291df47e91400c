// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/**
 * The backend's {@code state} node. Every write first checks, in the same transaction, that the node still exists and that
 * the toolstack has not asked for another state meanwhile (as Linux does in xenbus_switch_state).
 */
final class StateNode {

    /** The outcome of a write. */
    enum Outcome {
        WRITTEN,
        /** The device was removed, or its state was changed by another program: it has to be observed again. */
        OVERTAKEN
    }

    private final XenStore store;
    private final StorePath directory;
    private final StorePath state;
    /** As last read or written by us. */
    private XenbusState known = XenbusState.UNKNOWN;
    /** A state that could not be written, because XenStore was away or the write conflicted. */
    private @Nullable XenbusState owed;

    StateNode(XenStore store, StorePath backendDirectory) {
        this.store = store;
        this.directory = backendDirectory;
        this.state = backendDirectory.child("state");
    }

    void read(XenbusState value) {
        known = value;
    }

    /** @param target the state for {@link #writeOwed} to write, unless another write succeeds before */
    void owe(XenbusState target) {
        owed = target;
    }

    void writeOwed() {
        XenbusState target = owed;
        if (target != null) {
            write(target, Map.of());
        }
    }

    /** If the write fails, {@link #writeOwed} still repeats the earlier one. */
    Outcome write(XenbusState target, Map<String, String> together) {
        Map<StorePath, String> values = new LinkedHashMap<>();
        together.forEach((name, value) -> values.put(directory.child(name), value));
        Outcome outcome = store.transactBriefly(transaction -> {
            var value = transaction.read(state);
            XenbusState current = XenbusState.ofNode(value.orElse(null));
            if (value.isEmpty() || isOvertaken(current, target)) {
                transaction.abort();
                return Outcome.OVERTAKEN;
            }
            values.forEach(transaction::write);
            if (current != target) {
                transaction.write(state, Integer.toString(target.number()));
            }
            return Outcome.WRITTEN;
        });
        owed = null;
        if (outcome == Outcome.WRITTEN) {
            known = target;
        }
        return outcome;
    }

    /** A request to close and the state of a new device must not be overwritten; Closed may always be written. */
    private boolean isOvertaken(XenbusState current, XenbusState target) {
        if (current == known || current == target || target == XenbusState.CLOSED) {
            return false;
        }
        return switch (current) {
            case INITIALISING, CLOSING, CLOSED -> true;
            default -> false;
        };
    }
}
