// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers;
import org.xenbay.api.screen.VncServers.Address;

/**
 * The first screen of a guest, which libxl asks for. libxl asks as soon as the device model runs, when the backend may not have
 * found the device yet. On the loop's thread.
 */
final class GuestScreens {

    /** From one look for the screen to the next: nobody says when it is shown. */
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final DeviceId device;
    private final Supplier<@Nullable VncServers> servers;
    private final BooleanSupplier wanted;
    private final EventLoop loop;
    private boolean closed;

    /**
     * @param domain the guest
     * @param servers gives who shows screens; null while nobody does
     * @param wanted whether the toolstack wants the screen to be shown by TCP
     */
    GuestScreens(int domain, Supplier<@Nullable VncServers> servers, BooleanSupplier wanted, EventLoop loop) {
        this.device = new DeviceId(domain, "vfb", 0);
        this.servers = servers;
        this.wanted = wanted;
        this.loop = loop;
    }

    private Optional<Address> shown() {
        return Optional.ofNullable(servers.get()).flatMap(present -> present.address(device));
    }

    Optional<InetSocketAddress> address() {
        return shown().filter(address -> address.port() != 0)
                .map(address -> InetSocketAddress.createUnresolved(address.host(), address.port()));
    }

    /** @return whether there is a screen; without one nothing is set */
    boolean setPassword(String password) {
        VncServers present = servers.get();
        if (present == null || present.address(device).isEmpty()) {
            return false;
        }
        present.setPassword(device, password);
        return true;
    }

    /**
     * @param most time to wait
     * @return done when the screen is shown, is not wanted, or did not appear in time; or when this is closed, or nobody can tell
     */
    CompletableFuture<Void> awaited(Duration most) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        await(System.nanoTime() + most.toNanos(), done);
        return done;
    }

    private void await(long end, CompletableFuture<Void> done) {
        try {
            if (closed || !isMissing() || System.nanoTime() - end >= 0) {
                done.complete(null);
            } else {
                loop.after(AGAIN, () -> await(end, done));
            }
        } catch (RuntimeException failed) { // another bundle's code may throw anything
            done.completeExceptionally(failed);
        }
    }

    /** Nobody waits any more. */
    void close() {
        closed = true;
    }

    private boolean isMissing() {
        return shown().isEmpty() && wanted.getAsBoolean();
    }

    /** @return why a screen that the toolstack wants is not shown; empty when it is, or none is wanted */
    Optional<String> missing() {
        if (!isMissing()) {
            return Optional.empty();
        }
        return Optional.of(
                servers.get() == null
                        ? "nothing shows screens by VNC here: vnc-bundle does not run; xenbay bundles says why"
                        : "the screen " + device + " is not shown yet; xenbay explain " + device + " says why");
    }
}
