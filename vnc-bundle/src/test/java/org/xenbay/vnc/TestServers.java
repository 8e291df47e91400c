// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.screen.VncRequest;
import org.xenbay.api.screen.VncServers;

/** The servers of guests' screens, with a keyboard that notes what it is told, and a timer that a test moves. */
final class TestServers implements AutoCloseable {

    private static final int TRIES = 50;

    private final Path folder;
    /** Nanoseconds, which a test moves. */
    final AtomicLong clock = new AtomicLong();

    final ScreenServers servers;
    final List<InputEvent> seen = new CopyOnWriteArrayList<>();
    final List<InputSource> sources = new CopyOnWriteArrayList<>();
    private final List<Runnable> later = new ArrayList<>();

    TestServers(Path folder) {
        this(folder, null);
    }

    /** @param keeping keeps viewers over the end of these servers; null when none are kept */
    TestServers(Path folder, @Nullable Function<Path, KeptViewers> keeping) {
        this.folder = folder;
        this.servers = new ScreenServers(folder, this::register, this::after, clock::get, keeping);
    }

    private Runnable register(InputSource source) {
        sources.add(source);
        try {
            source.open(new InputSource.Sink() {
                @Override
                public void frame(List<InputEvent> events) {
                    seen.addAll(events);
                }

                @Override
                public void releaseAll(String why) {}
            });
        } catch (java.io.IOException impossible) {
            throw new java.io.UncheckedIOException(impossible);
        }
        return () -> sources.remove(source);
    }

    private Runnable after(Duration time, Runnable task) {
        later.add(task);
        return () -> later.remove(task);
    }

    /** The time is over that servers wait for their screens. */
    void letTimePass() {
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    void configure(Map<String, Object> properties) throws Exception {
        var settings = ServerSettings.settings();
        servers.update(settings, properties);
        if (!settings.view().problems().isEmpty()) {
            throw new IllegalArgumentException(settings.view().problems().toString());
        }
    }

    void add(FakeScreen screen) {
        servers.add(screen);
    }

    /** Adds a screen at a fixed port that nobody has: one that was free a moment ago may be taken by another process. */
    FakeScreen addAtFreePort(DeviceId device, UnaryOperator<VncRequest> more) throws IOException {
        for (int i = 0; ; i++) {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            FakeScreen screen = new FakeScreen(device, more.apply(VncRequest.of("127.0.0.1", port - 5900, false)));
            add(screen);
            String trouble = address(screen).trouble();
            if (trouble.isEmpty()) {
                return screen;
            }
            if (i >= TRIES) {
                throw new IOException(trouble);
            }
        }
    }

    void remove(FakeScreen screen) {
        servers.remove(screen);
    }

    VncServers.Address address(FakeScreen screen) {
        return servers.address(screen.device).orElseThrow();
    }

    Path socket(FakeScreen screen) {
        return folder.resolve("vnc/" + screen.device.domain() + "-" + screen.device.device() + ".sock");
    }

    @Override
    public void close() {
        servers.close();
    }
}
