// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.screen.Area;

/**
 * Looks at a guest's picture as often as somebody looks: at once when the guest says that something has changed and the last look
 * was a while ago, later otherwise; again and again where the guest's driver says nothing. On the device's executor.
 */
final class Refresher {

    /** Rows of tiles that are compared before others of this host have their turn: at most a million pixels, usually. */
    private static final int MOST_ROWS = 34;

    private final DeviceContext device;
    private final Picture picture;
    private final Duration period;
    private final Consumer<Boolean> onLook;

    private @Nullable Framebuffer framebuffer;
    /** Whether the guest tells of changes. */
    private boolean told;

    private boolean watched;
    private boolean noRoom;
    private long last;
    private DeviceContext.@Nullable Timer timer;

    /**
     * @param period from one look to the next
     * @param onLook told when somebody begins to look, and when nobody looks any more
     */
    Refresher(DeviceContext device, Picture picture, Duration period, Consumer<Boolean> onLook) {
        this.device = device;
        this.picture = picture;
        this.period = period;
        this.onLook = onLook;
        this.last = System.nanoTime() - period.toNanos();
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
        cancel();
        picture.drop();
    }

    /** @return whether there is no room in memory for what somebody wants to see */
    boolean hasNoRoom() {
        return noRoom;
    }

    /** Somebody has begun to look, or looks no more. */
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
            cancel();
            picture.drop();
        }
    }

    /** The picture has another size, or is in another place. */
    void moved() {
        if (watched) {
            picture.drop();
            look();
        }
    }

    /** The guest says that something has changed, inside of the picture. */
    void touched(Area area) {
        if (watched && picture.isThere()) {
            picture.suspect(area);
        }
    }

    /** What the guest said so far is all for now. */
    void settle() {
        if (!watched || timer != null) {
            return;
        }
        long wait = last + period.toNanos() - System.nanoTime();
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

    private void look() {
        Framebuffer from = framebuffer;
        if (from == null || !watched) {
            return;
        }
        noRoom = !picture.fit(from.geometry());
        if (noRoom) {
            return;
        }
        cancel();
        if (!told) {
            picture.suspectAll();
        }
        last = System.nanoTime();
        if (picture.compare(from, MOST_ROWS)) {
            device.execute(this::goOn);
        } else if (!told) {
            later(period);
        }
    }

    private void goOn() {
        Framebuffer from = framebuffer;
        if (from != null && picture.isThere() && picture.compare(from, MOST_ROWS)) {
            device.execute(this::goOn);
        } else if (from != null && !told && timer == null && watched) {
            later(period);
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
