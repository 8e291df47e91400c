// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl.RoutedSource;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo;

/**
 * Routes sources to guests. A source's input goes to at most one guest. A change waits for the end of the current frame, so
 * that a guest never gets another guest's key. From any thread. One lock is enough, because a frame takes a microsecond.
 */
final class InputRouter {

    /** A guest that takes input now. */
    record Guest(InputTarget target, GuestInput input) {}

    private static final System.Logger LOG = System.getLogger(InputRouter.class.getName());

    /** The types of keyboards. */
    private static final List<String> TYPES = List.of("vkbd", "vinput");

    private volatile VkbdSettings config;
    private final Map<String, Route> routes = new TreeMap<>();
    private final NavigableMap<DeviceId, Guest> guests = new TreeMap<>();
    /** Choices of operators and hot keys, by source; kept after {@link #close}, for a device that parks later. */
    private final Map<String, DeviceId> choices = new TreeMap<>();

    private boolean closed;

    InputRouter(VkbdSettings config) {
        this.config = config;
    }

    VkbdSettings config() {
        return config;
    }

    /** Changes rules and hot keys; choices of operators stay. */
    synchronized void configure(VkbdSettings now) {
        config = now;
        routes.values().forEach(Route::settle);
    }

    synchronized void add(InputSource source) {
        Route route = new Route(this, source);
        Route other = routes.putIfAbsent(route.info().id(), route);
        if (other == null) {
            route.settle();
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a second source named {0} is left out",
                    route.info().id());
        }
    }

    synchronized void remove(InputSource source) {
        Route route = routes.get(source.info().id());
        if (route != null && route.isOf(source)) {
            routes.remove(route.info().id());
            route.close();
            if (!closed) {
                choices.remove(route.info().id());
            }
        }
    }

    synchronized void arrived(InputTarget target, GuestInput input) {
        guests.put(target.device(), new Guest(target, input));
        routes.values().forEach(Route::settle);
    }

    /** Assigns to a new guest the sources that an operator assigned to it in an earlier run. */
    synchronized void restore(DeviceId device, List<String> sources) {
        sources.stream().map(routes::get).filter(Objects::nonNull).forEach(route -> route.choose(device));
    }

    /** An operator or a hot key has chosen this guest for a source. Under the lock. */
    void remember(String source, DeviceId device) {
        choices.put(source, device);
    }

    /** An operator has returned a source to the host. Under the lock. */
    void forget(String source) {
        choices.remove(source);
    }

    synchronized List<String> chosenFor(DeviceId device) {
        return choices.entrySet().stream()
                .filter(choice -> choice.getValue().equals(device))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A guest takes other kinds of input now. */
    synchronized void changed(InputTarget target) {
        guests.computeIfPresent(target.device(), (id, guest) -> new Guest(target, guest.input()));
    }

    synchronized void left(DeviceId device) {
        if (guests.remove(device) != null) {
            routes.values().forEach(Route::settle);
        }
    }

    synchronized void focus(String source, DeviceId device) {
        Route route = route(source);
        if (!guests.containsKey(device)) {
            throw new IllegalArgumentException("no guest takes input at " + device);
        }
        route.choose(device);
        Optional<String> trouble = route.trouble();
        if (trouble.isPresent()) {
            throw new IllegalStateException(source + ": " + trouble.get());
        }
    }

    synchronized void returnToHost(String source) {
        route(source).chooseHost();
    }

    private Route route(String source) {
        Route route = routes.get(source);
        if (route == null) {
            throw new IllegalArgumentException("there is no source " + source);
        }
        return route;
    }

    synchronized List<InputTarget> targets() {
        return guests.values().stream().map(Guest::target).toList();
    }

    synchronized List<RoutedSource> sources() {
        return routes.values().stream().map(Route::view).toList();
    }

    synchronized List<String> sourcesOf(DeviceId device) {
        return routes.values().stream()
                .filter(route -> route.view().device().equals(Optional.of(device)))
                .map(route -> route.info().id())
                .toList();
    }

    synchronized void close() {
        closed = true;
        routes.values().forEach(Route::close);
        routes.clear();
    }

    /** Under the lock. */
    Optional<Guest> guest(DeviceId device) {
        return Optional.ofNullable(guests.get(device));
    }

    /** @return the first guest that the first matching rule names. Under the lock. */
    Optional<Guest> ruled(SourceInfo info) {
        return config.rules().stream()
                .filter(rule -> rule.isFor(info))
                .findFirst()
                .flatMap(rule -> guests.values().stream()
                        .filter(guest -> rule.leadsTo(info, guest.target()))
                        .findFirst());
    }

    /** @return the keyboard that belongs to a guest's device: of the same guest, with the same number. Under the lock. */
    Optional<Guest> companion(DeviceId device) {
        return TYPES.stream()
                .map(type -> guests.get(new DeviceId(device.domain(), type, device.device())))
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** @return the guest after this one, in the order of their ids; empty after the last one. Under the lock. */
    Optional<DeviceId> after(DeviceId device) {
        return Optional.ofNullable(guests.higherKey(device));
    }

    /** @return the first guest, in the order of their ids. Under the lock. */
    Optional<DeviceId> first() {
        return guests.keySet().stream().findFirst();
    }
}
