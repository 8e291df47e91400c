package org.xenbay.api.management;

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
 */
public record BackendView(
        String type, String bundle, String version, long bundleId, int devices, int connected, int parked) {}
