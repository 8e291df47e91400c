// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend;

import java.util.Optional;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;

/** A frontend's {@code state} node; remembers the state that could not be written while XenStore was away. */
final class FrontendState {

    private final XenStore store;
    private final StorePath node;
    private final StorePath errorNode;
    private final FrontendListener listener;
    private XenbusState wanted = XenbusState.UNKNOWN;
    private boolean settled = true;

    /**
     * @param guest the node's guest
     * @param path the frontend's directory
     * @param listener notified of written states
     */
    FrontendState(Guest guest, StorePath path, FrontendListener listener) {
        this.store = guest.store();
        this.node = path.child("state");
        this.errorNode =
                guest.path().child("error").child(path.relativeTo(guest.path())).child("error");
        this.listener = listener;
    }

    StorePath node() {
        return node;
    }

    Optional<XenbusState> read() {
        return store.read(node).map(XenbusState::ofNode);
    }

    /** xenbus_switch_state: writes nothing if the node does not exist or has this state already. */
    void switchTo(XenbusState state) {
        wants(state);
        settle();
    }

    /** xenbus_dev_fatal: writes the reason, then state Closing. */
    void fail(String message) {
        wants(XenbusState.CLOSING);
        store.write(errorNode, message);
        settle();
    }

    /** Notes the state that {@link #settle} writes. */
    private void wants(XenbusState state) {
        wanted = state;
        settled = false;
    }

    /** Writes the noted state, if there is one. */
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

    /** The device is gone: discards the noted state. */
    void forget() {
        settled = true;
    }
}
