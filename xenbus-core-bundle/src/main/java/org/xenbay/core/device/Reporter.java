package org.xenbay.core.device;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.device.DeviceHandler;

/**
 * Asks handlers of one device how it is. What a handler throws instead of an answer is said in its place, and logged once for
 * each handler. On the device's mailbox; what the last answer was, any thread may ask.
 */
final class Reporter {

    private final ActorLog log;
    private DeviceHandler failing;
    private volatile Optional<String> trouble = Optional.empty();

    /** @param log of the device */
    Reporter(ActorLog log) {
        this.log = log;
    }

    /** @return what is wrong, by the last word of a handler */
    Optional<String> lastTrouble() {
        return trouble;
    }

    /** There is no handler any more that could have trouble. */
    void forget() {
        trouble = Optional.empty();
        failing = null;
    }

    /**
     * @param handler the device's
     * @param more what the core knows that is wrong
     * @return what is wrong
     */
    Optional<String> trouble(DeviceHandler handler, Optional<String> more) {
        Optional<String> said;
        try {
            said = handler.trouble().or(() -> more);
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            said = Optional.of(note(handler, "trouble()", thrown));
        }
        trouble = said;
        return said;
    }

    /**
     * @param handler the device's
     * @param more what the core knows that is wrong
     * @return all that it tells
     */
    HandlerReport report(DeviceHandler handler, Optional<String> more) {
        Map<String, String> details = new LinkedHashMap<>();
        Optional<String> failure = Optional.empty();
        try {
            details.putAll(handler.details());
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) {
            failure = Optional.of(note(handler, "details()", thrown));
        }
        Optional<String> both = trouble(handler, more);
        trouble = failure.isPresent() ? failure : both;
        return new HandlerReport(details, trouble, Optional.empty());
    }

    private String note(DeviceHandler handler, String method, Throwable thrown) {
        if (failing != handler) {
            failing = handler;
            log.unexpected(thrown);
        }
        return "its backend's " + method + " failed: " + Failure.of(thrown).message();
    }
}
