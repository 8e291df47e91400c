// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.Optional;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/** A frontend's {@code state} node; remembers what could not be written while XenStore was away. */
final class FrontendState {

    private final XenStore store;
    private final StorePath node;
    private final FrontendListener listener;
    private XenbusState wanted = XenbusState.UNKNOWN;
    private boolean settled = true;

    FrontendState(XenStore store, StorePath node, FrontendListener listener) {
        this.store = store;
        this.node = node;
        this.listener = listener;
    }

    StorePath node() {
        return node;
    }

    Optional<XenbusState> read() {
        return store.read(node).map(XenbusState::ofNode);
    }

    /** xenbus_switch_state: not when the node is gone, nor when it says so already. */
    void switchTo(XenbusState state) {
        wants(state);
        settle();
    }

    /** Notes what {@link #settle} is to write. */
    void wants(XenbusState state) {
        wanted = state;
        settled = false;
    }

    /** Writes what is still to be written. */
    void settle() {
        if (settled) {
            return;
        }
        String number = Integer.toString(wanted.number());
        boolean changed = store.transact(tx -> {
            Optional<String> now = tx.read(node);
            if (now.isEmpty() || now.get().equals(number)) {
                return false;
            }
            tx.write(node, number);
            return true;
        });
        settled = true;
        if (changed) {
            listener.frontendState(wanted);
        }
    }

    /** The device is gone: nothing is to be written any more. */
    void forget() {
        settled = true;
    }
}
