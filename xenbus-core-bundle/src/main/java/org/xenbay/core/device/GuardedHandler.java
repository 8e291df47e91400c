// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Origin;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.recording.FlightEvents;
import org.xenbay.api.recording.Span;

/**
 * A backend's handler as the core calls it: each call is watched while it is under way, and an answer of null is refused.
 */
final class GuardedHandler implements DeviceHandler {

    private static final Logger LOG = System.getLogger(GuardedHandler.class.getName());

    private final DeviceHandler handler;
    private final BackendCode code;
    private final Calls calls;

    /**
     * @param handler the backend's
     * @param code the code that the handler belongs to
     * @param calls of its device
     */
    GuardedHandler(DeviceHandler handler, BackendCode code, Calls calls) {
        this.handler = handler;
        this.code = code;
        this.calls = calls;
    }

    /** @return the code that the handler belongs to */
    BackendCode code() {
        return code;
    }

    private interface Step {
        void run() throws Exception;
    }

    private <T> T ask(String method, Callable<T> question) throws Exception {
        calls.enter(method);
        try {
            return Answer.of(question.call(), handler, method);
        } finally {
            calls.leave();
        }
    }

    private void tell(String method, Step step) throws Exception {
        calls.enter(method);
        try {
            step.run();
        } finally {
            calls.leave();
        }
    }

    /** For methods that declare no exception; unchecked exceptions are passed on unchanged. */
    private <T> T askSimply(String method, Callable<T> question) {
        try {
            return ask(method, question);
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception undeclared) {
            throw new IllegalStateException(undeclared);
        }
    }

    private void tellSimply(String method, Runnable step) {
        calls.enter(method);
        try {
            step.run();
        } finally {
            calls.leave();
        }
    }

    @Override
    public Readiness init(Publication keys) throws Exception {
        return ask("init", () -> handler.init(keys));
    }

    @Override
    public Readiness connect(DeviceLink link, Origin origin) throws Exception {
        String from = origin instanceof Origin.Resumed ? "resumed" : origin.toString();
        Span span = FlightEvents.connection(calls.device(), code.name(), from);
        try {
            Readiness readiness = ask("connect", () -> handler.connect(link, origin));
            span.end(readiness == Readiness.ready() ? "connected" : readiness.toString());
            return readiness;
        } catch (Throwable failed) {
            span.end(failed instanceof GivenUp ? "given up" : failed.toString());
            throw failed;
        }
    }

    @Override
    public void connected() throws Exception {
        tell("connected", handler::connected);
    }

    @Override
    public void disconnect() {
        tellSimply("disconnect", handler::disconnect);
    }

    @Override
    public void close() {
        tellSimply("close", handler::close);
    }

    @Override
    public void backendChanged(String node) throws Exception {
        tell("backendChanged", () -> handler.backendChanged(node));
    }

    @Override
    public void frontendChanged(String node) throws Exception {
        tell("frontendChanged", () -> handler.frontendChanged(node));
    }

    @Override
    public Handshake handshake() {
        return askSimply("handshake", handler::handshake);
    }

    @Override
    public boolean isHostSlow() {
        return askSimply("isHostSlow", handler::isHostSlow);
    }

    @Override
    public boolean quiesce() {
        return askSimply("quiesce", handler::quiesce);
    }

    @Override
    public void unquiesce() {
        tellSimply("unquiesce", handler::unquiesce);
    }

    /** Closes what was parked by a call that was given up. */
    @Override
    public Optional<Parked> park() {
        Optional<Parked> parked = Optional.empty();
        try {
            calls.enter("park");
            try {
                parked = Answer.of(handler.park(), handler, "park");
            } finally {
                calls.leave();
            }
            return parked;
        } catch (GivenUp late) {
            parked.ifPresent(GuardedHandler::closeAll);
            throw late;
        }
    }

    private static void closeAll(Parked parked) {
        for (AutoCloseable resource : parked.resources().values()) {
            try {
                resource.close();
            } catch (Exception failed) {
                LOG.log(Level.WARNING, "a parked resource of a call that was given up failed to close", failed);
            }
        }
    }

    @Override
    public Map<String, String> details() {
        return askSimply("details", handler::details);
    }

    @Override
    public Optional<String> trouble() {
        return askSimply("trouble", handler::trouble);
    }
}
