// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.core.machine.Model;
import org.xenbay.core.machine.Observation;
import org.xenbay.core.machine.Phase;

/** Reads a device's nodes for the state machine. On the device's mailbox only, except {@link #frontendPath}. */
final class Observer {

    private final DeviceId id;
    private final CoreContext core;
    private final XenStore store;
    private final StorePath backendPath;
    private final StateNode stateNode;
    private volatile @Nullable StorePath frontendPath;

    /** @param stateNode receives the state that was read */
    Observer(DeviceId id, CoreContext core, StorePath backendPath, StateNode stateNode) {
        this.id = id;
        this.core = core;
        this.store = core.xen().store();
        this.backendPath = backendPath;
        this.stateNode = stateNode;
    }

    /** @return the frontend's directory in words; empty until the toolstack has named one. From any thread. */
    String frontendText() {
        StorePath path = frontendPath;
        return path == null ? "" : path.toString();
    }

    /**
     * @return the frontend's directory
     * @throws IllegalStateException before the toolstack has named one
     */
    StorePath frontendPath() {
        StorePath path = frontendPath;
        if (path == null) {
            throw new IllegalStateException("the toolstack has named no frontend");
        }
        return path;
    }

    /**
     * @param model the device's model
     * @param slot tells whether the connection's parameters have changed
     * @param changedFrontendNodes nodes that have changed since the last call
     * @return the present values
     */
    Observation observe(Model model, HandlerSlot slot, Set<String> changedFrontendNodes) {
        List<Optional<String>> values = store.readAll(List.of(
                backendPath,
                backendPath.child("state"),
                backendPath.child("online"),
                backendPath.child("frontend"),
                backendPath.child(Ownership.NODE)));
        StorePath named = noteFrontend(values.get(3).orElse(""));
        XenbusState frontend = named == null
                ? XenbusState.UNKNOWN
                : XenbusState.ofNode(store.read(named.child("state")).orElse(null));
        XenbusState backend = XenbusState.ofNode(values.get(1).orElse(null));
        stateNode.read(backend);
        boolean online = values.get(2).filter("1"::equals).isPresent();
        boolean changed = model.phase() == Phase.CONNECTED
                && slot.parametersChanged(frontend == XenbusState.INITIALISED, changedFrontendNodes);
        String competitor = Ownership.competitor(
                id, values.get(4).orElse(null), core.competitors(), model.seen().competitor());
        return new Observation(
                values.get(0).isPresent(), backend, online, named != null, frontend, changed, competitor);
    }

    /** Accepts only paths of the device's own domain: with another path, the core would read other domains' nodes. */
    private @Nullable StorePath noteFrontend(String value) {
        StorePath known = frontendPath;
        if (known == null && StorePath.isValid(value)) {
            StorePath path = StorePath.of(value);
            StorePath domain = StorePath.ofDomain(id.domain());
            if (path.isAtOrBelow(domain) && !path.equals(domain)) {
                known = path;
                frontendPath = path;
            }
        }
        return known;
    }
}
