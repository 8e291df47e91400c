// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One device's half in the backend. The core calls it, one call after another, on the device's executor; no call may
 * block for the guest, and none may wait for a slow host (see {@link DeviceContext#runOnHost}). A call that lasts longer than 2 s is
 * named in the log. None may return null.
 *
 * <p>A life is {@code init, connect, connected, events…, disconnect}, possibly {@code init, connect, …} again after the
 * frontend came back, and {@code close} at the end. A connection that exists already begins with {@code connect}: its
 * {@link Origin} says that it was adopted after a kill, or parked by a predecessor. "Not yet" is a value: {@link Readiness#waitFor}. An exception means
 * that this connection failed: the core writes it to the device's error node, closes the device and logs it once; other
 * devices go on.
 */
@ConsumerType
public interface DeviceHandler extends AutoCloseable {

    /**
     * Backend state Initialising: looks at what the toolstack wrote and says which keys the frontend shall find. What is
     * put into {@code keys} becomes visible together with {@code hotplug-status} and state InitWait, all at once. Called
     * again after every change of a node while it says to wait, and when a frontend starts over. Not called before a
     * {@link #connect} to a connection that exists already.
     *
     * @param keys the backend's keys to publish
     * @return ready, or what is missing
     * @throws Exception when this device can never be served as it is configured
     */
    Readiness init(Publication keys) throws Exception;

    /**
     * Serves a connection from now on: reads the frontend's parameters, maps its rings, binds its event channels. The
     * frontend has published its side (or does not shake hands, see {@link #handshake}). What was taken through the link is
     * given back by the core when this fails or says to wait. While this says to wait it is called again after every change
     * of a node, with the same origin.
     *
     * <p>What the origin is decides what comes before, and what a failure means:
     * <ul>
     * <li>{@link Origin.Fresh}: {@link #init} has been called, by which the backend is in state InitWait; or this handler's
     *     last connection has ended because the frontend offers other rings. A failure closes the device.
     * <li>{@link Origin.Adopted}: nothing has been called; the backend is in state Connected. A failure closes the device.
     * <li>{@link Origin.Resumed}: nothing has been called; the backend is in state Connected. While this says to wait, and
     *     when it refuses, the device stays parked for as long as a parked device may. It refuses by
     *     {@link Readiness#decline}, by a RefusedStateException, and by any exception before it has called
     *     {@link Origin.Resumed#parked} or used the link's memory or event channels. When it waits or refuses, nothing may
     *     have been taken of what was parked. Any other failure closes the device.
     * </ul>
     *
     * @param link the connection to be, valid until {@link #disconnect}
     * @param origin where the connection comes from
     * @return ready, then the backend is Connected; or what is missing
     * @throws RefusedStateException when what a predecessor left is damaged or of a version that this code does not know, and
     *     nothing of it was taken. To be decided by what was left alone, before the link is used: what the guest may have
     *     caused does not count against new code
     * @throws Exception when the frontend's parameters are wrong or its memory cannot be had
     */
    Readiness connect(DeviceLink link, Origin origin) throws Exception;

    /**
     * Both sides are Connected. Called once for each connection, after its {@link #connect} returned ready, whatever its
     * {@link Origin}: also when it resumes what was parked, when it is adopted after a kill, and when a guest that was suspended
     * offers other rings. It follows when the frontend's state is Connected, as it usually is already when the connection existed
     * before, and at once with {@link Handshake#NONE}; not when the connection ends before. Events of the guest may come earlier.
     *
     * @throws Exception when the connection cannot go on
     */
    default void connected() throws Exception {}

    /**
     * The connection ends; called once for each successful {@link #connect}, before the core takes the link's resources
     * back. Nothing may be sent to the guest any more after this.
     */
    void disconnect();

    /** The device is gone, or the backend goes: lets go of everything. Called once, after {@link #disconnect}. */
    @Override
    void close();

    /**
     * A node below the backend's directory changed, other than {@code state} and {@code online}.
     *
     * @param node path relative to the directory; empty for the directory itself or when many changed
     * @throws Exception when the connection cannot go on
     */
    default void backendChanged(String node) throws Exception {}

    /**
     * A node below the frontend's directory changed, other than {@code state}.
     *
     * @param node path relative to the directory; empty for the directory itself or when many changed
     * @throws Exception when the connection cannot go on
     */
    default void frontendChanged(String node) throws Exception {}

    /** @return how this device's frontend takes part; constant for a device, and asked before all else */
    default Handshake handshake() {
        return Handshake.STATES;
    }

    /**
     * Asked while the connection is served, before the code is replaced: the core postpones the replacement for a while, so
     * that {@link #park} need not wait for a slow host. Does not block.
     *
     * @return whether a request has waited for the host longer than usual, and may take longer still
     */
    default boolean isHostSlow() {
        return false;
    }

    /**
     * Called repeatedly before {@link #park}. From the first call on, the handler takes no new requests from the guest. Either
     * {@link #park} follows, even if requests are still under way, or {@link #unquiesce}. Does not block.
     *
     * @return whether all requests under way have ended, so that park need not wait
     */
    default boolean quiesce() {
        return true;
    }

    /** The core postpones the replacement of the code after {@link #quiesce}: takes requests from the guest again. Does not block. */
    default void unquiesce() {}

    /**
     * The code of this backend is about to be replaced while the connection goes on: stops reading, brings what is in
     * flight to a safe point, and gives back what a successor needs. The rings stay mapped and the guest stays
     * Connected; {@link #close} follows without {@link #disconnect}, and may not touch what is given to the successor.
     *
     * @return the state, or empty when this backend never hands over: then the connection is ended properly, and begins anew
     *     with the next run when it is the core that stops
     * @throws IllegalStateException when this connection cannot be handed over now: it is ended, by the next run when it is the
     *     core that stops, with the message as the reason
     */
    default Optional<Parked> park() {
        return Optional.empty();
    }

    /** @return what an operator may want to know of this device now, by name; for {@code xen:device} */
    default Map<String, String> details() {
        return Map.of();
    }

    /**
     * @return what is wrong although the device is connected, one line, such as a USB device that cannot be had; for
     *     {@code xen:explain}
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
