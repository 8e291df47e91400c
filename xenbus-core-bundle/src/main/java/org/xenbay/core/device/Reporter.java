// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceHandler;
import org.xenbay.api.figure.Figure;

/**
 * Calls the handlers of one device for their trouble and details. An exception of a handler is reported in place of its answer,
 * and logged once for each handler. On the device's mailbox; any thread may read the last answer.
 */
final class Reporter {

    private final ActorLog log;
    private final DeviceFigures figures;
    private final Supplier<Optional<String>> refusal;
    private @Nullable DeviceHandler failing;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * @param log of the device
     * @param figures of the device
     * @param refusal why the device does not get persistent memory, if it does not
     */
    Reporter(ActorLog log, DeviceFigures figures, Supplier<Optional<String>> refusal) {
        this.log = log;
        this.figures = figures;
        this.refusal = refusal;
    }

    /** @return the last answer of a handler */
    Optional<String> lastTrouble() {
        return trouble;
    }

    /** The handler has ended. */
    void forget() {
        trouble = Optional.empty();
        failing = null;
    }

    /**
     * @param handler the device's, if it has one
     * @return what is wrong
     */
    Optional<String> trouble(@Nullable DeviceHandler handler) {
        if (handler == null) {
            return Optional.empty();
        }
        Optional<String> said;
        try {
            said = handler.trouble()
                    .or(() -> refusal.get().map(why -> "it will not survive a kill of the daemon: " + why));
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            said = Optional.of(note(handler, "trouble()", thrown));
        }
        trouble = said;
        return said;
    }

    /**
     * @param handler the device's, if it has one
     * @param calls of the handler
     * @return all that it tells
     */
    HandlerReport report(@Nullable DeviceHandler handler, Calls calls) {
        Map<String, String> details = new LinkedHashMap<>();
        Optional<String> failure = handler == null ? Optional.empty() : readDetails(handler, details);
        Duration lastPause = figures.lastPause();
        if (!lastPause.isZero()) {
            details.put("last pause", lastPause.toNanos() / 1000 / 1e3 + " ms, for a change of the code");
        }
        Optional<String> said = trouble(handler);
        if (failure.isPresent()) {
            trouble = failure;
        }
        return new HandlerReport(
                details, readFigures(calls), failure.or(() -> said).orElse(""));
    }

    /** As {@link #report}, without the details. */
    HandlerReport briefReport(@Nullable DeviceHandler handler, Calls calls) {
        return new HandlerReport(Map.of(), readFigures(calls), trouble(handler).orElse(""));
    }

    private Map<String, Figure> readFigures(Calls calls) {
        return figures.ofBackend().read(calls, log::unexpected);
    }

    /** @return why there are none, when there are none */
    private Optional<String> readDetails(DeviceHandler handler, Map<String, String> into) {
        try {
            into.putAll(handler.details());
            return Optional.empty();
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            return Optional.of(note(handler, "details()", thrown));
        }
    }

    private String note(DeviceHandler handler, String method, Throwable thrown) {
        if (failing != handler) {
            failing = handler;
            log.unexpected(thrown);
        }
        return "its backend's " + method + " failed: " + Failure.of(thrown).message();
    }
}
