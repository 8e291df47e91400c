package org.xenbay.core.device;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.Publication;
import org.xenbay.api.device.Readiness;

/** A backend's handler as the core calls it: each call is seen while it is under way, and an answer of null is refused. */
final class GuardedHandler implements DeviceHandler {

    private final DeviceHandler handler;
    private final Calls calls;

    /**
     * @param handler the backend's
     * @param calls of its device
     */
    GuardedHandler(DeviceHandler handler, Calls calls) {
        this.handler = handler;
        this.calls = calls;
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

    /** For methods that declare no exception; what they throw unchecked is passed on as it is. */
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
    public Readiness connect(DeviceLink link) throws Exception {
        return ask("connect", () -> handler.connect(link));
    }

    @Override
    public Readiness resume(DeviceLink link, Parked parked) throws Exception {
        return ask("resume", () -> handler.resume(link, parked));
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
    public boolean isHeldUp() {
        return askSimply("isHeldUp", handler::isHeldUp);
    }

    @Override
    public boolean comeToRest() {
        return askSimply("comeToRest", handler::comeToRest);
    }

    @Override
    public void carryOn() {
        tellSimply("carryOn", handler::carryOn);
    }

    @Override
    public Optional<Parked> park() {
        return askSimply("park", handler::park);
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
