// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import java.time.Duration;

/**
 * Events for the JDK's Flight Recorder. Without a recording an event costs the check of a flag, and allocates nothing. {@code
 * toString} of a device or a backend is called only for an event that is recorded. From any thread.
 */
public final class FlightEvents {

    private static final boolean PRESENT = isPresent();

    private FlightEvents() {}

    /**
     * A runtime image may lack the module. A framework may hide from bundles the package itself, or the recorder's own packages
     * that event classes use internally; these classes would then fail as soon as a recording begins.
     */
    private static boolean isPresent() {
        return isVisible("jdk.jfr.Event")
                && (isVisible("jdk.jfr.internal.EventWriter") || isVisible("jdk.jfr.internal.event.EventWriter"));
    }

    private static boolean isVisible(String type) {
        try {
            Class.forName(type, false, FlightEvents.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException hidden) {
            return false;
        }
    }

    /** @return whether this runtime has a Flight Recorder that bundles can use */
    public static boolean isAvailable() {
        return PRESENT;
    }

    /**
     * {@code xenbay.Connection}: a backend is asked to serve the connection of a device.
     *
     * @param device the device
     * @param backend the code that is to serve it
     * @param origin where the connection comes from: new, adopted after a kill, or resumed
     * @return the span, to be ended with the outcome
     */
    public static Span connection(Object device, Object backend, Object origin) {
        return PRESENT && ConnectionEvent.OFF.isEnabled() ? new ConnectionEvent(device, backend, origin) : Span.NONE;
    }

    /**
     * {@code xenbay.BackendCall}: a call of a backend's code, such as a guest's event. Calls shorter than the recording's
     * threshold, 20 ms by default, are not recorded.
     *
     * @param device the device
     * @param method the method or the kind of task
     * @return the span, to be ended when the call has returned
     */
    public static Span backendCall(Object device, String method) {
        return PRESENT && BackendCallEvent.OFF.isEnabled() ? new BackendCallEvent(device, method) : Span.NONE;
    }

    /**
     * {@code xenbay.SlowRequest}: a guest's request took longer than the limit for slow requests in the backend's settings.
     *
     * @param device the device
     * @param request kind of request
     * @param nanos from its arrival to its answer
     */
    public static void slowRequest(Object device, String request, long nanos) {
        if (PRESENT && SlowRequestEvent.OFF.isEnabled()) {
            new SlowRequestEvent(device, request, nanos).commit();
        }
    }

    /**
     * {@code xenbay.HandOver}: a handler resumes a connection that a handler of this process or of an earlier one had parked.
     *
     * @param device the device
     * @param backend the code that serves it from now on
     * @param pause how long no handler served it
     */
    public static void handOver(Object device, Object backend, Duration pause) {
        if (PRESENT && HandOverEvent.OFF.isEnabled()) {
            new HandOverEvent(device, backend, pause).commit();
        }
    }

    /**
     * {@code xenbay.BudgetRefusal}: a guest's request exceeded its limit of a budget.
     *
     * @param budget the resource, in words
     * @param domain of the guest
     * @param amount the amount that was refused
     * @param held the amount that the guest has
     */
    public static void budgetRefusal(String budget, int domain, long amount, long held) {
        if (PRESENT && BudgetRefusalEvent.OFF.isEnabled()) {
            new BudgetRefusalEvent(budget, domain, amount, held).commit();
        }
    }
}
