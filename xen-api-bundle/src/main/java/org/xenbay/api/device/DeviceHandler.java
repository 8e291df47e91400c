// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Serves one device in the backend. The core calls it on the device's executor, one call after another. A call must not wait
 * for the guest, nor for a slow host (see {@link DeviceContext#runOnHost}). The log names a call that lasts longer than 2 s. No
 * method may return null.
 *
 * <p>The core calls {@code init, connect, connected, events…, disconnect}, possibly {@code init, connect, …} again after the
 * frontend came back, and {@code close} at the end. For a connection that exists already it calls {@code connect} first: the
 * {@link Origin} says that the connection was adopted after a kill, or parked by a predecessor. A handler that has to wait
 * returns {@link Readiness#waitFor}. An exception means that this connection failed: the core writes it to the device's error
 * node, closes the device and logs it once. Other devices are not affected.
 */
@ConsumerType
public interface DeviceHandler extends AutoCloseable {

    /**
     * Backend state Initialising: reads what the toolstack wrote, and determines the keys that the frontend is to find. The
     * {@code keys} become visible together with {@code hotplug-status} and state InitWait, in one transaction. While it returns
     * a wait, it is called again after every change of a node; it is also called again when a frontend starts over. It is not
     * called before a {@link #connect} to a connection that exists already.
     *
     * @param keys the backend's keys to publish
     * @return ready, or what is missing
     * @throws Exception when this device can never be served as it is configured
     */
    Readiness init(Publication keys) throws Exception;

    /**
     * Serves a connection from now on: reads the frontend's parameters, maps its rings, binds its event channels. The frontend
     * has published its side (or does not shake hands, see {@link #handshake}). When this fails or returns a wait, the core
     * releases what was taken through the link. While this returns a wait, it is called again after every change of a node,
     * with the same origin.
     *
     * <p>The origin determines which calls came before, and what a failure means:
     * <ul>
     * <li>{@link Origin.Fresh}: {@link #init} has been called, and the backend is in state InitWait; or this handler's last
     * connection has ended because the frontend offers other rings. A failure closes the device.
     * <li>{@link Origin.Adopted}: nothing has been called; the backend is in state Connected. A failure closes the device.
     * <li>{@link Origin.Resumed}: nothing has been called; the backend is in state Connected. While this returns a wait, and
     * when it refuses, the device stays parked, up to the limit for parked devices. It refuses by {@link Readiness#decline}, by
     * a RefusedStateException, and by any exception before it has called {@link Origin.Resumed#parked} or used the link's
     * memory or event channels. A handler that waits or refuses must not have taken any parked resource. Any other failure
     * closes the device.
     * </ul>
     *
     * @param link the connection to be, valid until {@link #disconnect}
     * @param origin where the connection comes from
     * @return ready, which makes the backend Connected; or what is missing
     * @throws RefusedStateException when the predecessor's state is damaged or of an unknown version, and no parked resource
     *     was taken. The handler decides this from that state alone, before it uses the link: a fault that the guest may have
     *     caused must not count against new code
     * @throws Exception when the frontend's parameters are wrong or its memory cannot be mapped
     */
    Readiness connect(DeviceLink link, Origin origin) throws Exception;

    /**
     * Both sides are Connected. Called once for each connection, after its {@link #connect} returned ready, for every {@link
     * Origin}: also for a parked connection that is resumed, for one that is adopted after a kill, and when a guest that was
     * suspended offers other rings. The call follows as soon as the frontend's state is Connected; a connection that existed
     * before usually has that state already. With {@link Handshake#NONE} it follows at once. It is not made if the connection
     * ends first. Events of the guest may come earlier.
     *
     * @throws Exception when the connection cannot be served
     */
    default void connected() throws Exception {}

    /**
     * The connection ends. Called once for each successful {@link #connect}, before the core releases the link's resources.
     * Afterwards nothing may be sent to the guest.
     */
    void disconnect();

    /** Releases everything, because the device is gone or the backend stops. Called once, after {@link #disconnect}. */
    @Override
    void close();

    /**
     * A node below the backend's directory changed, other than {@code state} and {@code online}.
     *
     * @param node path relative to the directory; empty for the directory itself or when many changed
     * @throws Exception when the connection cannot be served
     */
    default void backendChanged(String node) throws Exception {}

    /**
     * A node below the frontend's directory changed, other than {@code state}.
     *
     * @param node path relative to the directory; empty for the directory itself or when many changed
     * @throws Exception when the connection cannot be served
     */
    default void frontendChanged(String node) throws Exception {}

    /** @return how this device's frontend takes part; constant for a device, and asked before all else */
    default Handshake handshake() {
        return Handshake.STATES;
    }

    /**
     * Called while the connection is served, before the code is replaced. While it returns true, the core postpones the
     * replacement for a while, so that {@link #park} need not wait for a slow host. Must not block.
     *
     * @return whether a request has waited for the host longer than usual, and may take longer still
     */
    default boolean isHostSlow() {
        return false;
    }

    /**
     * Called repeatedly before {@link #park}. From the first call on, the handler takes no new requests from the guest. Either
     * {@link #park} follows, even if requests are still under way, or {@link #unquiesce}. Must not block.
     *
     * @return whether all requests under way have ended, so that park need not wait
     */
    default boolean quiesce() {
        return true;
    }

    /**
     * Takes requests from the guest again, because the core postpones the replacement of the code after {@link #quiesce}. Must
     * not block.
     */
    default void unquiesce() {}

    /**
     * The code of this backend is about to be replaced while the connection continues. Stops reading, brings requests under way
     * to a safe point, and returns what a successor needs. The rings stay mapped and the guest stays Connected; {@link #close}
     * follows without {@link #disconnect}. {@link #close} must not touch what the successor receives.
     *
     * @return the state; empty when this backend never hands over. The connection is then ended properly. When the core itself
     *     stops, the next run makes a new one
     * @throws IllegalStateException when this connection cannot be handed over now. It is ended with the message as the reason;
     *     when the core itself stops, the next run ends it
     */
    default Optional<Parked> park() {
        return Optional.empty();
    }

    /** @return the device's present condition for operators, texts by name; {@code xen:device} shows it */
    default Map<String, String> details() {
        return Map.of();
    }

    /**
     * @return one line about what is wrong although the device is connected, such as a USB device that cannot be opened; {@code
     *     xen:explain} shows it
     */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /** How a frontend takes part in the handshake. */
    enum Handshake {
        /** It moves its own {@code state} node, as nearly all do. */
        STATES,
        /** It has no {@code state} node and never writes XenStore: the primary console. */
        NONE
    }
}
