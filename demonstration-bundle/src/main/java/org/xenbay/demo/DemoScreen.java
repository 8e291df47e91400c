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
 * Draws a {@link Bay} on a framebuffer, ten times a second while somebody looks; nothing moves otherwise. What the keyboard of the same
 * number takes is the bay's. Works on an executor of its own.
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

    /** What the guest types and points at comes here. */
    void listenTo(VkbdRing keyboard) {
        keyboard.onEvent(event -> executor.execute(() -> input(keyboard, event)));
    }

    private void input(VkbdRing keyboard, VkbdEvent event) {
        // Others who use a keyboard ask it for what came; nobody does here.
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
        // Who looks the next time sees what the keys have done.
        if (!moves && now.takeChanged()) {
            paint(0);
        }
    }

    /** Somebody looks, or nobody any more. */
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
