// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.screen.Area;

/**
 * Compares a guest's picture with its copy while there are viewers. When the guest reports a change, it compares at once if the
 * last comparison was long enough ago, otherwise when the period is over. For a guest whose driver reports no changes, it
 * compares periodically. On the device's executor.
 */
final class Refresher {

    /** Pixels that are compared before others of this host have their turn. */
    private static final int MOST_PIXELS = 1 << 20;

    /** After a picture is made the next one waits so long for each pixel: 64 MB a second of memory that is made and left. */
    private static final long NANOS_PER_PIXEL = 60;

    /** From one try to the next while there is no room for the picture. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final DeviceContext device;
    private final Picture picture;
    private final Duration period;
    private final Consumer<Boolean> onLook;
    private final Consumer<Boolean> onRoom;
    private final LongSupplier clock;

    private @Nullable Framebuffer framebuffer;
    /** Whether the guest reports changes. */
    private boolean told;

    private boolean watched;
    private boolean noRoom;
    /** Whether the picture has another size, or is in another place, since the last look. */
    private boolean moved;
    /** Whether {@link #goOn} is queued. */
    private boolean goesOn;

    private long last;
    /** When a picture may be made again: over all connections, as a guest connects as often as it likes. */
    private long nextMade;

    private DeviceContext.@Nullable Timer timer;

    /**
     * @param period from one look to the next
     * @param onLook told when somebody begins to look, and when nobody looks any more
     * @param onRoom told false when there is no room in memory for what somebody wants to see, and true when there is, or nobody
     *     looks any more; before views are
     */
    Refresher(
            DeviceContext device,
            Picture picture,
            Duration period,
            Consumer<Boolean> onLook,
            Consumer<Boolean> onRoom) {
        this(device, picture, period, onLook, onRoom, System::nanoTime);
    }

    Refresher(
            DeviceContext device,
            Picture picture,
            Duration period,
            Consumer<Boolean> onLook,
            Consumer<Boolean> onRoom,
            LongSupplier clock) {
        this.device = device;
        this.picture = picture;
        this.period = period;
        this.onLook = onLook;
        this.onRoom = onRoom;
        this.clock = clock;
        this.last = clock.getAsLong() - period.toNanos();
        this.nextMade = clock.getAsLong();
    }

    /** A connection begins. */
    void begin(Framebuffer from, boolean tells) {
        framebuffer = from;
        told = tells;
        watched = false;
        viewsChanged();
    }

    /** The connection has ended. */
    void end() {
        framebuffer = null;
        watched = false;
        moved = false;
        noRoom = false;
        cancel();
        picture.drop();
    }

    /** @return whether there is no memory for the copy that a viewer needs */
    boolean hasNoRoom() {
        return noRoom;
    }

    /** A viewer has come or left. */
    void viewsChanged() {
        if (framebuffer == null) {
            return;
        }
        boolean now = picture.hasViews();
        if (now != watched) {
            watched = now;
            onLook.accept(now);
        }
        if (now) {
            look();
        } else {
            moved = false;
            noRoom(false);
            cancel();
            picture.drop();
        }
    }

    /** The picture has another size, or is in another place. The next look finds it: a guest says so as often as it likes. */
    void moved() {
        moved = watched;
    }

    /** The guest reports a change of a part of the picture. */
    void touched(Area area) {
        if (watched && !moved && picture.isThere()) {
            picture.suspect(area);
        }
    }

    /** The reported changes are complete for now. */
    void settle() {
        if (!watched || timer != null) {
            return;
        }
        long wait = last + period.toNanos() - clock.getAsLong();
        if (wait <= 0) {
            look();
        } else {
            later(Duration.ofNanos(wait));
        }
    }

    private void later(Duration wait) {
        timer = device.schedule(wait, () -> {
            timer = null;
            look();
        });
    }

    /** @return what somebody looks at; null while nobody does */
    private @Nullable Framebuffer lookedAt() {
        return watched ? framebuffer : null;
    }

    private void look() {
        Framebuffer from = lookedAt();
        if (from == null) {
            return;
        }
        cancel();
        if (!picture.fits(from.geometry()) && !make(from.geometry())) {
            return;
        }
        if (moved || !told) {
            picture.suspectAll();
        }
        moved = false;
        last = clock.getAsLong();
        if (!goesOn) {
            compare(from);
        }
    }

    /** @return false when there is no room for the picture, or it is not time for another one yet */
    private boolean make(Geometry geometry) {
        long wait = nextMade - clock.getAsLong();
        if (wait > 0) {
            later(Duration.ofNanos(wait));
            return false;
        }
        boolean made = picture.fit(geometry);
        if (made) {
            nextMade = clock.getAsLong() + NANOS_PER_PIXEL * geometry.pixels();
        } else {
            // Nobody says when another guest has given memory back.
            later(RETRY);
        }
        noRoom(!made);
        return made;
    }

    private void noRoom(boolean now) {
        if (now != noRoom) {
            noRoom = now;
            onRoom.accept(!now);
            if (now) {
                picture.drop();
            }
        }
    }

    private void compare(Framebuffer from) {
        if (picture.compare(from, MOST_PIXELS)) {
            goesOn = true;
            device.execute(this::goOn);
        } else if (!told && timer == null) {
            later(period);
        }
    }

    private void goOn() {
        goesOn = false;
        Framebuffer from = lookedAt();
        if (from != null && !moved && picture.isThere()) {
            compare(from);
        }
    }

    private void cancel() {
        DeviceContext.Timer pending = timer;
        if (pending != null) {
            pending.cancel();
            timer = null;
        }
    }
}
