// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;

/**
 * A device at one moment.
 *
 * @param id which
 * @param domainName its domain's name
 * @param backendState as this platform last wrote or read it
 * @param frontendState as last read
 * @param online whether the toolstack wants it
 * @param phase what the core does with it
 * @param explanation why it is not Connected: which side waits, for which node; or that all is well
 * @param failure the last failure's message, empty when there was none
 * @param events number of events handled since it connected
 * @param mappedPages pages of the guest mapped now
 * @param boundPorts event channels bound now
 * @param debugLevel lines up to this level are logged
 * @param backendPath the backend's directory
 * @param frontendPath the frontend's directory, empty when not known yet
 * @param details what the backend tells of it, by name
 * @param transitions its latest changes, oldest first
 */
public record DeviceView(
        DeviceId id,
        String domainName,
        XenbusState backendState,
        XenbusState frontendState,
        boolean online,
        String phase,
        String explanation,
        String failure,
        long events,
        int mappedPages,
        int boundPorts,
        int debugLevel,
        String backendPath,
        String frontendPath,
        Map<String, String> details,
        List<Transition> transitions) {

    /** The explanation of a device with which nothing is wrong. */
    public static final String WELL = "served, all is well";

    /** Begins the explanation of a device that is served, with which something is wrong. */
    public static final String TROUBLED = "served, but ";

    /** Begins the explanation of a device that waits for a call into its backend's code. */
    public static final String STUCK = "held up: ";

    /** How a device is, in a word. */
    public enum Health {
        /** It is served, and nothing is wrong. */
        WELL,
        /** Somebody has to act, or it is over. */
        WAITS,
        /** It is served, but something is wrong. */
        TROUBLED,
        /** It waits for a call into its backend's code that takes too long. */
        STUCK,
        /** It failed, and was not served since. */
        FAILED
    }

    /** @return how it is */
    public Health health() {
        if (explanation.startsWith(STUCK)) {
            return Health.STUCK;
        } else if (!failure.isEmpty()) {
            return Health.FAILED;
        } else if (explanation.equals(WELL)) {
            return Health.WELL;
        }
        return explanation.startsWith(TROUBLED) ? Health.TROUBLED : Health.WAITS;
    }

    /**
     * A change of a device.
     *
     * @param time when
     * @param event what was noticed
     * @param backend the backend's state after it
     * @param frontend the frontend's state
     * @param action what was done, in words
     */
    public record Transition(Instant time, String event, XenbusState backend, XenbusState frontend, String action) {}
}
