// SPDX-License-Identifier: Apache-2.0
package org.xenbay.devicemodel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.screen.VncServers.Address;

/**
 * The first screen of a guest, which libxl asks for. libxl asks as soon as the device model runs, when the backend may not have
 * found the device yet. On the loop's thread.
 */
final class GuestScreens {

    /** Longest time that libxl waits for a screen that the toolstack wants to be shown. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DeviceId device;
    private final ScreenPasswords screens;
    private final BooleanSupplier wanted;
    private final long begin = System.nanoTime();

    /**
     * @param domain the guest
     * @param screens who shows screens
     * @param wanted whether the toolstack wants the screen to be shown by TCP
     */
    GuestScreens(int domain, ScreenPasswords screens, BooleanSupplier wanted) {
        this.device = new DeviceId(domain, "vfb", 0);
        this.screens = screens;
        this.wanted = wanted;
    }

    private Optional<Address> shown() {
        return Optional.ofNullable(screens.servers()).flatMap(present -> present.address(device));
    }

    Optional<InetSocketAddress> address() {
        return shown().filter(address -> address.port() != 0)
                .map(address -> InetSocketAddress.createUnresolved(address.host(), address.port()));
    }

    /** @return whether there is a screen */
    boolean setPassword(String password) {
        return screens.set(device, password);
    }

    /** The guest has gone. */
    void forget() {
        screens.forget(device);
    }

    /** @return whether the screen is shown, is not wanted, or did not appear in time */
    boolean isReady() {
        return !wanted.getAsBoolean() || shown().isPresent() || System.nanoTime() - begin > PATIENCE.toNanos();
    }
}
