// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.recording;

import java.time.Duration;

/**
 * Events for the JDK's Flight Recorder. Without a recording they cost a look at a flag, and allocate nothing. What names a device
 * or a backend is asked for its text only when it is recorded. From any thread.
 */
public final class FlightEvents {

    private static final boolean PRESENT = isPresent();

    private FlightEvents() {}

    /**
     * A runtime image can be without the module. A framework can keep the package from bundles, or those of the recorder's own that
     * it uses from within the classes of events: these would fail as soon as a recording begins.
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
     * @param device which
     * @param backend the code that is to serve it
     * @param origin where the connection comes from: new, adopted after a kill, or resumed
     * @return to be ended with what came of it
     */
    public static Span connection(Object device, Object backend, Object origin) {
        return PRESENT && ConnectionEvent.OFF.isEnabled() ? new ConnectionEvent(device, backend, origin) : Span.NONE;
    }

    /**
     * {@code xenbay.BackendCall}: a call of a backend's code, such as a guest's event. Those shorter than the recording's threshold,
     * 20 ms when it says nothing, are not recorded.
     *
     * @param device whose
     * @param method the method or the kind of task
     * @return to be ended when the call has returned
     */
    public static Span backendCall(Object device, String method) {
        return PRESENT && BackendCallEvent.OFF.isEnabled() ? new BackendCallEvent(device, method) : Span.NONE;
    }

    /**
     * {@code xenbay.SlowRequest}: a guest's request took longer than the backend's settings call slow.
     *
     * @param device whose
     * @param request which kind
     * @param nanos from its arrival to its answer
     */
    public static void slowRequest(Object device, String request, long nanos) {
        if (PRESENT && SlowRequestEvent.OFF.isEnabled()) {
            new SlowRequestEvent(device, request, nanos).commit();
        }
    }

    /**
     * {@code xenbay.HandOver}: another handler serves a connection that was parked, of this process or of an earlier one.
     *
     * @param device which
     * @param backend the code that serves it from now on
     * @param pause for how long nobody served it
     */
    public static void handOver(Object device, Object backend, Duration pause) {
        if (PRESENT && HandOverEvent.OFF.isEnabled()) {
            new HandOverEvent(device, backend, pause).commit();
        }
    }

    /**
     * {@code xenbay.BudgetRefusal}: a guest wanted more of something than it can have now.
     *
     * @param budget of what, in words
     * @param domain of the guest
     * @param amount what it wanted
     * @param held what it had
     */
    public static void budgetRefusal(String budget, int domain, long amount, long held) {
        if (PRESENT && BudgetRefusalEvent.OFF.isEnabled()) {
            new BudgetRefusalEvent(budget, domain, amount, held).commit();
        }
    }
}
