// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.xenbay.api.device.DeviceContext.Task;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.xen.Author;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantCopy.Direction;
import org.xenbay.api.xen.GrantTable;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;

/** A handler's link to its frontend for one connection; remembers the parameters that the frontend has published. */
final class Link implements DeviceLink {

    private final DeviceActor device;
    private final ConnectionScope scope;
    private final Nodes frontendNodes;
    private final Map<String, Optional<String>> parameters = new LinkedHashMap<>();
    private final TakeOver takeOver;
    private volatile boolean ended;

    Link(DeviceActor device, ConnectionScope scope, Nodes frontendNodes, TakeOver takeOver) {
        this.device = device;
        this.scope = scope;
        this.frontendNodes = frontendNodes;
        this.takeOver = takeOver;
    }

    /** Ends the link: every later use fails. */
    void end() {
        ended = true;
    }

    /** @return the parameters that were read, with their values */
    Map<String, String> parameters() {
        Map<String, String> published = new LinkedHashMap<>();
        parameters.forEach((name, value) -> value.ifPresent(text -> published.put(name, text)));
        return published;
    }

    /** @return whether the frontend publishes all these values now */
    static boolean isPublished(Nodes frontendNodes, Map<String, String> published) {
        NodeValues now = frontendNodes.read(published.keySet().toArray(String[]::new));
        return published.entrySet().stream()
                .allMatch(entry -> now.text(entry.getKey()).equals(Optional.of(entry.getValue())));
    }

    boolean hasParameter(String node) {
        return node.isEmpty() || parameters.containsKey(node);
    }

    /** @return whether the frontend now publishes other values than at the beginning of this connection */
    boolean parametersChanged() {
        if (parameters.isEmpty()) {
            return false;
        }
        NodeValues now = frontendNodes.read(parameters.keySet().toArray(String[]::new));
        return parameters.entrySet().stream()
                .anyMatch(entry -> !now.text(entry.getKey()).equals(entry.getValue()));
    }

    @Override
    public NodeValues frontend(String... names) {
        check("DeviceLink.frontend");
        takeOver.reads(frontendNodes.directory(), names);
        NodeValues values = frontendNodes.read(names);
        for (String name : names) {
            parameters.put(name, values.text(name));
        }
        return values;
    }

    @Override
    public String fingerprint() {
        check("DeviceLink.fingerprint");
        if (parameters.isEmpty()) {
            throw new IllegalStateException("DeviceLink.fingerprint was called before a parameter was read");
        }
        return String.join(
                " ",
                new TreeMap<>(parameters())
                        .entrySet().stream().map(Object::toString).toList());
    }

    @Override
    public SharedMemory map(Access access, int... references) {
        useGuests("DeviceLink.map");
        return scope.map(access, references.clone());
    }

    @Override
    public SharedMemory mapForeign(long... frames) {
        return mapForeign(Access.READ_WRITE, frames);
    }

    @Override
    public SharedMemory mapForeign(Access access, long... frames) {
        useGuests("DeviceLink.mapForeign");
        return scope.mapForeign(access, frames.clone());
    }

    @Override
    public EventChannel bind(int remotePort, Task onEvent) {
        useGuests("DeviceLink.bind");
        return scope.bind(remotePort, channel -> channel.queued(onEvent));
    }

    @Override
    public EventChannel bindPolling(int remotePort, Task onEvent, BooleanSupplier work) {
        useGuests("DeviceLink.bindPolling");
        return scope.bind(remotePort, channel -> channel.polling(onEvent, work));
    }

    @Override
    public EventChannel bindOnEventThread(int remotePort, Runnable onEvent) {
        useGuests("DeviceLink.bindOnEventThread");
        return scope.bind(remotePort, channel -> channel.onEventThread(onEvent));
    }

    @Override
    public void copy(List<GrantCopy> segments) {
        useGuests("DeviceLink.copy");
        GrantTable grants = scope.grants();
        if (grants.canCopy()) {
            grants.copy(segments);
        } else {
            copyByMapping(grants, segments);
        }
    }

    /** For kernels without GNTTABOP_copy: maps each page while its bytes are copied. */
    private static void copyByMapping(GrantTable grants, List<GrantCopy> segments) {
        RuntimeException first = null;
        for (GrantCopy segment : segments) {
            boolean toGuest = segment.direction() == Direction.TO_GUEST;
            try (SharedMemory page =
                    grants.map(new int[] {segment.reference()}, toGuest ? Access.READ_WRITE : Access.READ)) {
                ByteBuffer local = segment.local().duplicate();
                if (toGuest) {
                    page.put(segment.offset(), local, segment.length());
                } else {
                    page.get(segment.offset(), local, segment.length());
                }
            } catch (RuntimeException failed) {
                first = first == null ? failed : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void useGuests(String call) {
        check(call);
        takeOver.usesLink();
    }

    private void check(String call) {
        device.checkExecutor(call);
        if (ended) {
            throw new IllegalStateException(call + " was called after the connection's end" + Author.here());
        }
    }
}
