// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.management;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.figure.Figure;

/** A device at one moment: an immutable value. Only the core implements it, so later versions may add methods. */
@ProviderType
public interface DeviceView {

    /** The explanation of a device without problems. */
    String WELL = "served, all is well";

    /** The beginning of the explanation of a device that is served, but has a problem. */
    String TROUBLED = "served, but ";

    /** The beginning of the explanation of a device that waits for a call into its backend's code. */
    String STUCK = "held up: ";

    /** How a device is, in a word. */
    enum Health {
        /** It is served, and nothing is wrong. */
        WELL,
        /** It waits for one of the sides, or is closed. */
        WAITS,
        /** It is served, but has a problem. */
        TROUBLED,
        /** It waits for a call into its backend's code that takes too long. */
        STUCK,
        /** It failed, and has not been served since. */
        FAILED
    }

    /** @return which */
    DeviceId id();

    /** @return its domain's name */
    String domainName();

    /** @return the backend's state, as this platform last wrote or read it */
    XenbusState backendState();

    /** @return the frontend's state, as last read */
    XenbusState frontendState();

    /** @return whether the toolstack wants it */
    boolean online();

    /** @return what the core does with it */
    DevicePhase phase();

    /** @return why it is not Connected: which side waits, for which node; or {@link #WELL} */
    String explanation();

    /** @return the last failure's message, empty when there was none */
    String failure();

    /** @return number of events handled since it connected */
    long events();

    /** @return pages of the guest mapped now */
    int mappedPages();

    /** @return event channels bound now */
    int boundPorts();

    /** @return lines up to this level are logged */
    int debugLevel();

    /** @return the backend's directory */
    String backendPath();

    /** @return the frontend's directory, empty when not known yet */
    String frontendPath();

    /** @return the backend's details of the device, by name */
    Map<String, String> details();

    /** @return the backend's figures of the device, by name */
    default Map<String, Figure> figures() {
        return Map.of();
    }

    /**
     * @param name of a figure
     * @return its value; empty when there is no such figure, or its value is not known
     */
    default Optional<Number> figure(String name) {
        return Optional.ofNullable(figures().get(name)).map(Figure::value);
    }

    /** @return its latest changes, oldest first */
    List<Transition> transitions();

    /** @return how it is */
    default Health health() {
        if (explanation().startsWith(STUCK)) {
            return Health.STUCK;
        } else if (!failure().isEmpty()) {
            return Health.FAILED;
        } else if (explanation().equals(WELL)) {
            return Health.WELL;
        }
        return explanation().startsWith(TROUBLED) ? Health.TROUBLED : Health.WAITS;
    }

    /**
     * A change of a device.
     *
     * @param time when
     * @param event what the core noticed
     * @param backend the backend's state after it
     * @param frontend the frontend's state
     * @param action what the core did, in words
     */
    record Transition(Instant time, String event, XenbusState backend, XenbusState frontend, String action) {}
}
