// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.util.List;

/**
 * A device type that is served.
 *
 * @param type as in {@code backend/<type>}
 * @param bundle symbolic name of the bundle that provides it
 * @param version that bundle's version
 * @param bundleId that bundle's id in the framework, for {@code update} and {@code stop}
 * @param devices number of devices of this type
 * @param connected how many of them are Connected
 * @param parked how many wait for a successor of their backend
 * @param standingBy other bundles that would serve the type if this one left, in the order of preference; each with its version
 *     and the reason why it does not serve now
 */
public record BackendView(
        String type,
        String bundle,
        String version,
        long bundleId,
        int devices,
        int connected,
        int parked,
        List<String> standingBy) {

    /** Copies its list. */
    public BackendView {
        standingBy = List.copyOf(standingBy);
    }

    /**
     * A type that no other bundle could serve.
     *
     * @param type as in {@code backend/<type>}
     * @param bundle symbolic name of the bundle that provides it
     * @param version that bundle's version
     * @param bundleId that bundle's id
     * @param devices number of devices of this type
     * @param connected how many of them are Connected
     * @param parked how many wait for a successor of their backend
     */
    public BackendView(
            String type, String bundle, String version, long bundleId, int devices, int connected, int parked) {
        this(type, bundle, version, bundleId, devices, connected, parked, List.of());
    }
}
