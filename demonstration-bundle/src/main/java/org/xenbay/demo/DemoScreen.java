// SPDX-License-Identifier: Apache-2.0
package org.xenbay.demo;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xenbay.frontend.FbScreen;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.VkbdEvent;
import org.xenbay.frontend.VkbdEvent.Kind;
import org.xenbay.frontend.VkbdRing;

/**
 * Draws a {@link Bay} on a framebuffer, ten times a second while the screen has viewers; otherwise nothing moves. The keyboard
 * of the same number controls the bay. Works on its own executor.
 */
final class DemoScreen {

    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final int FIRST_BUTTON = 0x110;
    private static final int LAST_BUTTON = 0x117;

    private final FrontendThreads threads;
    private final Executor executor;
    private @Nullable FbScreen canvas;
    private @Nullable Bay bay;
    private boolean moves;

    DemoScreen(FrontendThreads threads) {
        this.threads = threads;
        this.executor = threads.serial();
    }

    /** A framebuffer is Connected. */
    void begin(FbScreen screen) {
        executor.execute(() -> {
            canvas = screen;
            bay = new Bay(screen.width(), screen.height());
            screen.onEvent(() -> executor.execute(this::looked));
            paint(0);
            looked();
        });
    }

    void end() {
        executor.execute(() -> canvas = null);
    }

    /** Sends the guest's keys and pointer events to the bay. */
    void listenTo(VkbdRing keyboard) {
        keyboard.onEvent(event -> executor.execute(() -> input(keyboard, event)));
    }

    private void input(VkbdRing keyboard, VkbdEvent event) {
        // Clears the list of events, which no other code reads here.
        keyboard.events();
        Bay now = bay;
        if (now == null) {
            return;
        }
        if (event.kind() == Kind.POSITION) {
            now.pointer(event.a(), event.b());
        } else if (event.kind() == Kind.KEY && event.b() == 1) {
            if (event.a() >= FIRST_BUTTON && event.a() <= LAST_BUTTON) {
                now.click();
            } else {
                now.key(event.a());
            }
        }
        // The next viewer shall see the effect of the keys.
        if (!moves && now.takeChanged()) {
            paint(0);
        }
    }

    /** The first viewer has come, or the last one has left. */
    private void looked() {
        FbScreen now = canvas;
        if (!moves && now != null && now.period() > 0) {
            moves = true;
            threads.later(BETWEEN, executor, this::move);
        }
    }

    private void move() {
        moves = false;
        Bay now = bay;
        if (canvas != null && now != null) {
            now.advance(BETWEEN.toMillis());
            paint(now.takeChanged() ? 0 : now.firstMovingRow());
            looked();
        }
    }

    private void paint(int from) {
        FbScreen screen = canvas;
        Bay now = bay;
        if (screen != null && now != null) {
            screen.paint(0, from, now.width(), now.height() - from, now::rgb);
        }
    }
}
