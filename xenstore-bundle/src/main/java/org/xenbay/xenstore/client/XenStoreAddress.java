// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The address of xenstored: places to try one after the other. Each attempt determines whether the place is a socket or a
 * device, as libxenstore does.
 *
 * @param places at least one
 */
public record XenStoreAddress(List<Path> places) {

    private static final String DEFAULT_DIRECTORY = "/var/run/xenstored";
    private static final List<Path> DEVICES = List.of(Path.of("/dev/xen/xenbus"), Path.of("/proc/xen/xenbus"));

    /** Copies the list. */
    public XenStoreAddress {
        places = List.copyOf(places);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("an address names at least one place");
        }
    }

    /**
     * @param place a UNIX socket, or a device
     * @return the address with that place only
     */
    public static XenStoreAddress of(Path place) {
        return new XenStoreAddress(List.of(place));
    }

    /**
     * The address that libxenstore would use: only XENSTORED_PATH if it is set; otherwise {@code socket} in XENSTORED_RUNDIR
     * (by default /var/run/xenstored), then the kernel's device.
     *
     * @param environment variables, such as {@link System#getenv()}; empty ones count as unset
     * @return the address
     */
    public static XenStoreAddress resolve(Map<String, String> environment) {
        String path = environment.getOrDefault("XENSTORED_PATH", "");
        if (!path.isEmpty()) {
            return of(Path.of(path));
        }
        String directory = environment.getOrDefault("XENSTORED_RUNDIR", "");
        Path socket = Path.of(directory.isEmpty() ? DEFAULT_DIRECTORY : directory, "socket");
        return new XenStoreAddress(List.of(socket, DEVICES.get(0), DEVICES.get(1)));
    }

    /** @return the places in words */
    @Override
    public String toString() {
        return places.stream().map(Path::toString).collect(Collectors.joining(" or "));
    }
}
