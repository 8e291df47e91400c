// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.backend.console.endpoint.LogSettings;

/** A backend with one console and its guest. */
final class Fixture implements AutoCloseable {

    static final ConsoleSettings PLAIN =
            new ConsoleSettings(Set.of("ioemu"), true, 1 << 20, 32768, false, true, Optional.empty());

    final FakeTerminals terminals = new FakeTerminals();
    final FakeDevice device;
    final FakeLink guest;
    ConsoleBackend backend;
    DeviceHandler handler;

    Fixture(int number, ConsoleSettings config) throws Exception {
        this(new FakeDevice(number), config);
    }

    Fixture(FakeDevice device, ConsoleSettings config) throws Exception {
        this.device = device;
        guest = new FakeLink(device);
        start(config);
    }

    static Fixture secondary() throws Exception {
        return new Fixture(1, PLAIN);
    }

    static Fixture primary() throws Exception {
        return new Fixture(0, PLAIN);
    }

    private void start(ConsoleSettings config) throws Exception {
        backend = new ConsoleBackend(config);
        backend.setTerminals(terminals);
        handler = device.call(() -> backend.open(device));
    }

    static ConsoleSettings keeping(int limit) {
        return new ConsoleSettings(Set.of("ioemu"), true, limit, 0, true, true, Optional.empty());
    }

    static ConsoleSettings discarding(int limit) {
        return new ConsoleSettings(Set.of("ioemu"), true, limit, 0, false, true, Optional.empty());
    }

    static ConsoleSettings logging(Path directory, long size, int parts, boolean timed, boolean filtered) {
        return new ConsoleSettings(
                Set.of("ioemu"),
                true,
                1 << 20,
                32768,
                false,
                true,
                Optional.of(new LogSettings(directory, size, parts, timed, filtered)));
    }

    Readiness init() throws Exception {
        return device.call(() -> handler.init(new Publication() {
            @Override
            public Publication put(String key, String value) {
                device.backend.put(key, value);
                return this;
            }
        }));
    }

    Readiness connect() throws Exception {
        return connect(Origin.fresh());
    }

    Readiness connect(Origin origin) throws Exception {
        Readiness readiness = device.call(() -> handler.connect(guest, origin));
        if (readiness == Readiness.ready()) {
            device.backend.put("state", "4");
            device.settle();
        }
        return readiness;
    }

    Fixture connected() throws Exception {
        if (init() != Readiness.ready() || connect() != Readiness.ready()) {
            throw new AssertionError("not ready");
        }
        return this;
    }

    void disconnect() throws Exception {
        device.run(() -> handler.disconnect());
        device.backend.put("state", "5");
    }

    /** Acts like the core when the bundle is replaced while the guest stays connected. */
    void replaceBundle(ConsoleSettings config) throws Exception {
        Parked parked = park();
        start(config);
        resume(parked);
    }

    Parked park() throws Exception {
        Parked parked = device.call(() -> handler.park()).orElseThrow();
        device.run(() -> handler.close());
        backend.deactivate();
        return parked;
    }

    /** The process is gone; the next one finds the device Connected, and the things that outlast a process. */
    Readiness kill(ConsoleSettings config) throws Exception {
        start(config);
        backend.setDescriptorStore(terminals);
        return connect(Origin.adopted());
    }

    void successor(ConsoleSettings config) throws Exception {
        start(config);
    }

    Readiness resume(Parked parked) throws Exception {
        Origin.Resumed origin = () -> parked;
        Readiness resumed = device.call(() -> handler.connect(guest, origin));
        device.settle();
        return resumed;
    }

    static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() throws Exception {
        device.run(() -> handler.disconnect());
        device.run(() -> handler.close());
        backend.deactivate();
        device.close();
    }

    /** @return what its terminal shows until nothing more comes */
    String drain() throws Exception {
        StringBuilder seen = new StringBuilder();
        String more;
        do {
            more = terminals.last().text();
            seen.append(more);
            device.settle();
        } while (!more.isEmpty());
        return seen.toString();
    }
}
