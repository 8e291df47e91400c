// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A device's endpoints other than endpoint 0. On the session's thread. */
public final class Endpoints {

    private final Map<Integer, Endpoint> byAddress = new TreeMap<>();

    Endpoints(Iterable<Integer> addresses) {
        addresses.forEach(address -> byAddress.put(address, new Endpoint()));
    }

    /**
     * @param address bEndpointAddress, one of the device's
     * @return the endpoint
     */
    public Endpoint at(int address) {
        return Objects.requireNonNull(byAddress.get(address), () -> "the device has no endpoint " + address);
    }

    boolean has(int address) {
        return byAddress.containsKey(address);
    }

    Collection<Endpoint> all() {
        return byAddress.values();
    }
}
