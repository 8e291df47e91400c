// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputControl.RoutedSource;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.SourceInfo;
import org.xenbay.backend.vkbd.InputRouter.Guest;

/**
 * The route of one source to its guest. An operator's choice has precedence over the configuration, and the hot key returns the
 * source to the host in any case. A source that belongs to a guest's device goes to that guest, regardless of the
 * configuration. The source is read while it has a guest, or while a hot key is configured. Used under the router's lock.
 */
final class Route implements InputSource.Sink {

    private static final System.Logger LOG = System.getLogger(Route.class.getName());

    private final InputRouter router;
    private final InputSource source;
    private final SourceInfo info;
    /** The guest's device that the source belongs to; null for a source of the host, to which rules and hot keys apply. */
    private final @Nullable DeviceId companion;

    private final Set<Integer> down = new HashSet<>();

    /** Null while the configuration counts. */
    private @Nullable Choice chosen;

    private boolean atHost;
    private InputSource.@Nullable Session session;
    private @Nullable Guest guest;
    /** Why the source cannot be read. */
    private @Nullable String trouble;

    /** The choice of an operator or a hot key: a guest's device, or null for the host. */
    private record Choice(@Nullable DeviceId device) {}

    Route(InputRouter router, InputSource source) {
        this.router = router;
        this.source = source;
        this.info = source.info();
        this.companion = source.belongsTo().orElse(null);
    }

    SourceInfo info() {
        return info;
    }

    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    boolean isOf(InputSource other) {
        return source == other;
    }

    void choose(DeviceId device) {
        router.remember(info.id(), device);
        choose(new Choice(device));
    }

    void chooseHost() {
        router.forget(info.id());
        choose(new Choice(null));
    }

    private void choose(Choice now) {
        chosen = now;
        atHost = false;
        trouble = null;
        settle();
    }

    /** Finds the source's guest and routes the source to it. */
    void settle() {
        Optional<Guest> meant = meant();
        @Nullable Guest now = atHost ? null : meant.orElse(null);
        if (guest != null && now != null && now.input() == guest.input()) {
            return;
        }
        if (guest != null) {
            guest.input().release(this);
        }
        guest = null;
        if (meant.isEmpty()) {
            end();
            return;
        }
        InputSource.Session reading = open();
        if (reading == null) {
            return;
        }
        guest = now;
        if (now == null) {
            reading.returnToHost();
        } else {
            reading.focus(now.target());
        }
    }

    private Optional<Guest> meant() {
        Choice choice = chosen;
        if (choice == null) {
            return companion == null ? router.ruled(info) : router.companion(companion);
        }
        return Optional.ofNullable(choice.device()).flatMap(router::guest);
    }

    /** @return the session; null when the source cannot be read */
    private InputSource.@Nullable Session open() {
        if (session == null && trouble == null) {
            try {
                session = source.open(this);
            } catch (IOException failed) {
                trouble = String.valueOf(failed.getMessage());
                LOG.log(System.Logger.Level.WARNING, "source {0} cannot be read: {1}", info.id(), trouble);
            }
        }
        return session;
    }

    private void end() {
        if (session != null) {
            session.close();
            session = null;
        }
        down.clear();
    }

    void close() {
        if (guest != null) {
            guest.input().release(this);
            guest = null;
        }
        end();
    }

    @Override
    public void frame(List<InputEvent> events) {
        synchronized (router) {
            if (session != null && !isHotKey(events) && guest != null) {
                guest.input().frame(this, events);
            }
        }
    }

    @Override
    public void releaseAll(String why) {
        synchronized (router) {
            down.clear();
            if (guest != null) {
                guest.input().release(this);
            }
        }
    }

    @Override
    public boolean isCapsLocked() {
        synchronized (router) {
            return guest != null && guest.input().isCapsLocked();
        }
    }

    /** Tracks which keys are down. The last key of a hot key triggers it, and goes to no guest. */
    private boolean isHotKey(List<InputEvent> events) {
        if (companion != null) {
            return false;
        }
        boolean used = false;
        for (InputEvent event : events) {
            if (event instanceof InputEvent.Key key) {
                if (!key.pressed()) {
                    down.remove(key.code());
                } else if (down.add(key.code())) {
                    used |= isCompleted(key.code());
                }
            }
        }
        return used;
    }

    private boolean isCompleted(int code) {
        if (completes(router.config().hotKey(), code)) {
            atHost = !atHost;
            settle();
            return true;
        }
        if (completes(router.config().nextKey(), code)) {
            meant().map(guest -> guest.target().device())
                    .flatMap(router::after)
                    .or(router::first)
                    .ifPresent(this::choose);
            return true;
        }
        return false;
    }

    private boolean completes(Set<Integer> chord, int code) {
        return chord.contains(code) && down.containsAll(chord);
    }

    RoutedSource view() {
        return new RoutedSource(
                info,
                Optional.ofNullable(guest).map(now -> now.target().device()),
                meant().map(meant -> meant.target().device()),
                trouble().orElse(""));
    }
}
