// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.access.PrivateFiles;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.screen.GuestScreen;
import org.xenbay.api.screen.VncServers;
import org.xenbay.api.settings.SettingValues;
import org.xenbay.api.settings.Settings;
import org.xenbay.vnc.keys.Keysyms;

/**
 * A server for each guest's screen. It begins with the screen, and ends some time after it, so that viewers stay when a backend's
 * code is replaced. From any thread.
 */
final class ScreenServers implements VncServers, AutoCloseable {

    /** How long a server waits for a screen that has gone. */
    static final Duration PATIENCE_TIMEOUT = Duration.ofSeconds(30);

    /** How long all viewers have for the rest of an update when a successor is to continue. */
    private static final Duration LEAVING_TIMEOUT = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(ScreenServers.class.getName());

    /** Does something later. */
    interface Timer {

        /** @return cancels it */
        Runnable after(Duration time, Runnable task);
    }

    private final @Nullable Path folder;
    private final Function<InputSource, Runnable> register;
    private final Timer timer;
    private final LongSupplier clock;

    /** Null when viewers end with this process. */
    private final @Nullable KeptViewers kept;

    @GuardedBy("this")
    private final Map<DeviceId, Entry> entries = new TreeMap<>();

    /** What operators have set; outlasts servers. */
    private final OperatorsPasswords passwords;

    /** As the settings in force have it, which may be older than what the file asks for. */
    private volatile TlsPolicy configured = TlsPolicy.NONE;

    /** What counts for viewers. */
    private volatile TlsPolicy tls = TlsPolicy.NONE;

    private volatile Keysyms keysyms = new Keysyms("us");

    /** A server, and how its source of input ends. */
    private static final class Entry {
        private final ScreenServer server;
        private final Runnable unregister;
        private Runnable cancelEnd = () -> {};

        Entry(ScreenServer server, Runnable unregister) {
            this.server = server;
            this.unregister = unregister;
        }

        void close() {
            cancelEnd.run();
            server.close();
            unregister.run();
        }

        void leave(long until) {
            cancelEnd.run();
            server.leave(until);
            unregister.run();
        }
    }

    /**
     * @param runFolder where sockets are; null when the platform has none
     * @param register makes a source known, and gives how to end that
     */
    ScreenServers(@Nullable Path runFolder, Function<InputSource, Runnable> register, Timer timer) {
        this(runFolder, register, timer, System::nanoTime);
    }

    /** @param clock nanoseconds since any moment */
    ScreenServers(@Nullable Path runFolder, Function<InputSource, Runnable> register, Timer timer, LongSupplier clock) {
        this(runFolder, register, timer, clock, null);
    }

    /**
     * Takes what a predecessor has left.
     *
     * @param clock nanoseconds since any moment
     * @param keeping makes what keeps viewers over this process's end, given the folder of sockets; null when none are kept
     */
    ScreenServers(
            @Nullable Path runFolder,
            Function<InputSource, Runnable> register,
            Timer timer,
            LongSupplier clock,
            @Nullable Function<Path, KeptViewers> keeping) {
        this.folder = runFolder == null ? null : runFolder.resolve("vnc");
        this.passwords = new OperatorsPasswords(folder);
        this.register = register;
        this.timer = timer;
        this.clock = clock;
        this.kept = keeping == null || folder == null ? null : keeping.apply(folder);
        if (kept != null) {
            timer.after(PATIENCE_TIMEOUT, kept::closeUnclaimed);
        }
    }

    /**
     * Takes a configuration; what is refused stays as it was. A file that asks for {@code onlyTls} is not answered by viewers in the
     * clear, also when its certificate is refused and there was none before: viewers by TCP are refused then.
     *
     * @param settings decide what is in force
     * @param properties as they are in the file
     */
    void update(Settings settings, Map<String, Object> properties) throws Exception {
        settings.update(properties, this::configure);
        tls = configured.asking(ServerSettings.asksForTls(properties));
    }

    private void configure(SettingValues values) throws IOException {
        configured = ServerSettings.tls(values);
        keysyms = ServerSettings.keysyms(values);
        servers().forEach(server -> server.setKeysyms(keysyms));
    }

    /** A screen comes. */
    synchronized void add(GuestScreen screen) {
        Entry entry = entries.get(screen.device());
        if (entry != null && entry.server.fits(screen)) {
            entry.cancelEnd.run();
            entry.server.show(screen);
            return;
        }
        if (entry != null) {
            entry.close();
            entries.remove(screen.device());
        }
        endWaitingFor(screen);
        Path socket = socket(screen.device());
        ScreenServer server = new ScreenServer(
                screen,
                socket,
                () -> passwords.of(screen.device()),
                keysyms,
                () -> tls,
                clock,
                kept == null ? null : kept.of(screen));
        entries.put(screen.device(), new Entry(server, register.apply(server.input())));
    }

    private synchronized void endWaitingFor(GuestScreen screen) {
        entries.values().stream()
                .filter(entry -> entry.server.givesWayTo(screen))
                .toList()
                .forEach(this::end);
    }

    private @Nullable Path socket(DeviceId device) {
        makeFolder();
        return folder == null
                ? null
                : folder.resolve(device.domain() + "-" + device.device() + ".sock")
                        .toAbsolutePath();
    }

    private void makeFolder() {
        if (folder == null) {
            return;
        }
        try {
            PrivateFiles.makeFolder(folder);
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "{0} cannot be made: {1}", folder, failed.getMessage());
        }
    }

    /** A screen goes, perhaps to return. */
    synchronized void remove(GuestScreen screen) {
        Entry entry = entries.get(screen.device());
        if (entry != null && entry.server.isOf(screen)) {
            entry.server.show(null);
            entry.cancelEnd = timer.after(PATIENCE_TIMEOUT, () -> end(entry));
        }
    }

    private synchronized void end(Entry entry) {
        // A screen that has come meanwhile stays.
        if (entries.get(entry.server.device()) == entry && entry.server.isWithoutScreen()) {
            entries.remove(entry.server.device());
            entry.close();
        }
    }

    private synchronized List<ScreenServer> servers() {
        List<ScreenServer> servers = new ArrayList<>();
        entries.values().forEach(entry -> servers.add(entry.server));
        return servers;
    }

    @Override
    public List<Address> addresses() {
        return servers().stream().map(ScreenServer::address).toList();
    }

    @Override
    public void setPassword(DeviceId device, String password) {
        makeFolder();
        passwords.set(device, password, shown());
    }

    private synchronized Set<DeviceId> shown() {
        return Set.copyOf(entries.keySet());
    }

    @Override
    public Set<DeviceId> withPassword() {
        return passwords.screens();
    }

    @Override
    public void forgetPassword(DeviceId device) {
        passwords.forget(device);
    }

    /** Ends as {@link #close}; viewers that are kept stay connected, and a successor continues with them. */
    synchronized void leave() {
        entries.values().forEach(entry -> entry.server.stop());
        long until = System.nanoTime() + LEAVING_TIMEOUT.toNanos();
        entries.values().forEach(entry -> entry.leave(until));
        entries.clear();
        if (kept != null) {
            kept.leave();
        }
    }

    /** Disconnects all viewers. */
    @Override
    public synchronized void close() {
        if (kept != null) {
            kept.closeUnclaimed();
        }
        entries.values().forEach(Entry::close);
        entries.clear();
    }
}
