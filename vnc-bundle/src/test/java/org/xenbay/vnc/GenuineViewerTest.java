// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
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

    private static final List<String> PROGRAMS = List.of("xtigervncviewer", "Xvfb", "xdotool");

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private final List<InputEvent> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private Process start(String display, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".log").toFile());
        builder.environment().put("DISPLAY", display);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** The server says on a descriptor which display it has taken. */
    private String startDisplay() throws IOException {
        Path number = folder.resolve("display");
        start("", "sh", "-c", "exec Xvfb -displayfd 3 -nolisten tcp -screen 0 1024x768x24 3>" + number);
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(number) && Files.size(number) > 1);
        return ":" + Files.readString(number).strip();
    }

    private boolean succeeds(String display, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("xdotool"));
        command.addAll(List.of(arguments));
        return start(display, command.toArray(String[]::new)).waitFor() == 0;
    }

    private void xdotool(String display, String... arguments) throws Exception {
        assertThat(succeeds(display, arguments)).isTrue();
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
        for (String program : PROGRAMS) {
            assumeTrue(isInstalled(program), program + " is not installed");
        }
        Path socket = folder.resolve("v.sock");
        VncSource source = new VncSource(Map.of("name", "desk", "socket", socket.toString()));
        try {
            source.open(sink(seen::addAll));
            String display = startDisplay();
            start(display, "xtigervncviewer", "-geometry", "800x600+0+0", "-SendPrimary=0", socket.toString());
            // There is no window manager: the window is given the keyboard by hand, as soon as there is one.
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> succeeds(display, "search", "--name", "TigerVNC", "windowfocus")
                            && succeeds(display, "mousemove", "300", "200", "click", "1")
                            && seen.contains(new Key(0x110, false)));
            // Events keep their order, so with this key all clicks of the tries before are there.
            xdotool(display, "key", "F12");
            await().until(() -> seen.contains(new Key(88, false)));
            Place before = lastPlace();
            seen.clear();
            xdotool(display, "mousemove", "250", "290", "click", "3", "click", "4", "mousedown", "1", "mouseup", "1");
            await().until(() -> seen.contains(new Key(0x110, false)));
            assertThat(seen).contains(new Key(0x111, true), new Key(0x111, false), new Wheel(1), new Key(0x110, true));
            assertThat(lastPlace()).isEqualTo(new Place(before.x() - 50, before.y() + 90, 799, 599));
            seen.clear();
            // X11's number of a key is 8 more than Linux's: 97 is the one that Brazilian keyboards have left of the
            // right Shift.
            xdotool(
                    display, "key", "a", "keydown", "shift", "key", "b", "keyup", "shift", "key", "Return", "F5", "97",
                    "Pause", "Up");
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
        for (String program : List.of("xtightvncviewer", "Xvfb", "xdotool")) {
            assumeTrue(isInstalled(program), program + " is not installed");
        }
        GuestKeyboard guest = new GuestKeyboard("de");
        int port = freePort();
        VncSource source = new VncSource(Map.of("name", "desk", "port", port, "layout", "de"));
        try {
            source.open(sink(events -> {
                guest.accept(events);
                seen.addAll(events);
            }));
            String display = startDisplay();
            start(display, "xtightvncviewer", "-geometry", "800x600+0+0", "localhost::" + port);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> succeeds(display, "search", "--name", "VNC", "windowfocus")
                            && succeeds(display, "mousemove", "300", "200", "click", "1")
                            && seen.contains(new Key(0x110, false)));
            xdotool(display, "key", "F12");
            await().until(() -> seen.contains(new Key(88, false)));
            xdotool(display, "type", "Az_Y@!{}/:|");
            xdotool(display, "key", "Caps_Lock", "q", "Shift+q", "Caps_Lock", "F11");
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
