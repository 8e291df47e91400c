// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.api.input.InputEvent.Position;
import org.xenbay.api.input.InputEvent.Wheel;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.Place;
import org.xenbay.vnc.keys.GuestKeyboard;

/** Viewers on an X server without a screen; skipped where Debian's packages for them are not installed. */
@Timeout(90)
class GenuineViewerTest {

    @TempDir
    Path folder;

    private VirtualDisplay display;
    private final List<InputEvent> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void prepare() {
        display = new VirtualDisplay(folder);
    }

    @AfterEach
    void stop() throws InterruptedException {
        display.close();
    }

    private static InputSource.Sink sink(Consumer<List<InputEvent>> frames) {
        return new InputSource.Sink() {
            @Override
            public void frame(List<InputEvent> events) {
                frames.accept(events);
            }

            @Override
            public void releaseAll(String why) {}
        };
    }

    private Place lastPlace() {
        return seen.stream()
                .filter(Position.class::isInstance)
                .map(event -> ((Position) event).at())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void whatIsTypedAndPointedAtInTheViewerArrives() throws Exception {
        display.assumeInstalled("xtigervncviewer");
        Path socket = folder.resolve("v.sock");
        VncSource source = new VncSource(Map.of("name", "desk", "socket", socket.toString()));
        try {
            source.open(sink(seen::addAll));
            display.begin();
            display.start("xtigervncviewer", "-geometry", "800x600+0+0", "-SendPrimary=0", socket.toString());
            // There is no window manager: the window is given the keyboard by hand, as soon as there is one.
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> display.succeeds("search", "--name", "TigerVNC", "windowfocus")
                            && display.succeeds("mousemove", "300", "200", "click", "1")
                            && seen.contains(new Key(0x110, false)));
            // Events keep their order, so with this key all clicks of the tries before are there.
            display.xdotool("key", "F12");
            await().until(() -> seen.contains(new Key(88, false)));
            Place before = lastPlace();
            seen.clear();
            display.xdotool("mousemove", "250", "290", "click", "3", "click", "4", "mousedown", "1", "mouseup", "1");
            await().until(() -> seen.contains(new Key(0x110, false)));
            assertThat(seen).contains(new Key(0x111, true), new Key(0x111, false), new Wheel(1), new Key(0x110, true));
            assertThat(lastPlace()).isEqualTo(new Place(before.x() - 50, before.y() + 90, 799, 599));
            seen.clear();
            // X11's number of a key is 8 more than Linux's: 97 is the one that Brazilian keyboards have left of the
            // right Shift.
            display.xdotool(
                    "key", "a", "keydown", "shift", "key", "b", "keyup", "shift", "key", "Return", "F5", "97", "Pause",
                    "Up");
            await().until(() -> seen.contains(new Key(103, false)));
            assertThat(seen)
                    .filteredOn(event -> event instanceof Key)
                    .containsExactly(
                            new Key(30, true),
                            new Key(30, false),
                            new Key(42, true),
                            new Key(48, true),
                            new Key(48, false),
                            new Key(42, false),
                            new Key(28, true),
                            new Key(28, false),
                            new Key(63, true),
                            new Key(63, false),
                            new Key(89, true),
                            new Key(89, false),
                            new Key(119, true),
                            new Key(119, false),
                            new Key(103, true),
                            new Key(103, false));
        } finally {
            source.close();
        }
    }

    /** This viewer knows characters only, on a keyboard of another layout than the guest's. */
    @Test
    void textTypedInAViewerThatSendsCharactersArrivesOnTheGuestsLayout() throws Exception {
        display.assumeInstalled("xtightvncviewer");
        GuestKeyboard guest = new GuestKeyboard("de");
        VncSource source;
        int port;
        do {
            // Another process may take the port meanwhile.
            port = freePort();
            source = new VncSource(Map.of("name", "desk", "port", port, "layout", "de"));
        } while (!source.settings().view().problems().isEmpty());
        try {
            source.open(sink(events -> {
                guest.accept(events);
                seen.addAll(events);
            }));
            display.begin();
            display.start("xtightvncviewer", "-geometry", "800x600+0+0", "localhost::" + port);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> display.succeeds("search", "--name", "VNC", "windowfocus")
                            && display.succeeds("mousemove", "300", "200", "click", "1")
                            && seen.contains(new Key(0x110, false)));
            display.xdotool("key", "F12");
            await().until(() -> seen.contains(new Key(88, false)));
            display.xdotool("type", "Az_Y@!{}/:|");
            display.xdotool("key", "Caps_Lock", "q", "Shift+q", "Caps_Lock", "F11");
            await().until(() -> seen.contains(new Key(87, false)));
            assertThat(guest.text()).isEqualTo("Az_Y@!{}/:|Qq");
            assertThat(guest.down()).isEmpty();
        } finally {
            source.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
