// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.screen.Area;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.ScreenChange;
import org.xenbay.api.screen.ScreenView;

/**
 * Looks at a guest's screen; at a screen of text while the guest has no picture. While the backend's code is replaced, what was
 * there last stays.
 */
final class ScreenLook implements Look {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 600;
    private static final int MAX_LINE = 60;

    private final Supplier<@Nullable GuestScreen> screens;
    private final String name;
    private final Runnable changed;
    private final Runnable atEnd;

    /** The screen that {@link #view} is of. */
    @GuardedBy("this")
    private @Nullable GuestScreen screen;

    @GuardedBy("this")
    private @Nullable ScreenView view;

    @GuardedBy("this")
    private boolean closed;

    /** Null while the guest's picture is shown. Of the viewer's thread, as the size. */
    private @Nullable StatusScreen status;

    private int width;
    private int height;

    /**
     * @param screens gives the current screen; null while the backend's code is replaced
     * @param name the guest's
     */
    ScreenLook(Supplier<@Nullable GuestScreen> screens, String name, Runnable changed, Runnable atEnd) {
        this.screens = screens;
        this.name = name;
        this.changed = changed;
        this.atEnd = atEnd;
    }

    @Override
    public void resume(int wide, int high) {
        width = wide;
        height = high;
    }

    /** The screen has come or gone. */
    void screenChanged() {
        look();
        changed.run();
    }

    /** @return the view of the current screen; null when there is none */
    private synchronized @Nullable ScreenView look() {
        // Asked for here: a screen that was asked for before may have gone.
        GuestScreen now = closed ? null : screens.get();
        if (now != screen) {
            if (view != null) {
                view.close();
            }
            screen = now;
            view = screen == null ? null : screen.watch(changed);
        }
        return view;
    }

    @Override
    public ScreenChange take() {
        GuestScreen now;
        ScreenView from;
        synchronized (this) {
            from = look();
            now = screen;
        }
        if (from == null || now == null) {
            return width > 0 ? new ScreenChange(width, height, List.of()) : status("its backend is being replaced");
        }
        ScreenChange change = from.take();
        if (!change.hasPicture()) {
            return status(now.waitsFor());
        }
        boolean first = status != null;
        status = null;
        width = change.width();
        height = change.height();
        return first ? StatusLook.all(width, height) : change;
    }

    private ScreenChange status(String why) {
        StatusScreen before = status;
        width = width == 0 ? WIDTH : width;
        height = height == 0 ? HEIGHT : height;
        StatusScreen now = new StatusScreen(width, height, List.of(line(name), "", line(why)));
        status = now;
        width = now.width();
        height = now.height();
        return now.since(before);
    }

    private static String line(String text) {
        return text.substring(0, Math.min(text.length(), MAX_LINE));
    }

    @Override
    public boolean read(Area area, int[] pixels) {
        StatusScreen text = status;
        if (text != null) {
            text.read(area, pixels);
            return true;
        }
        ScreenView from;
        synchronized (this) {
            from = view;
        }
        return from != null && from.read(area, pixels);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            look();
        }
        atEnd.run();
    }
}
