// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

import java.util.function.DoubleSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The figures of one device, as its handler registers them. They are shown with the device ({@code xenbay device}, also with
 * {@code --json}), and by {@code xenbay metrics} as {@code xenbay_<type>_<name>}. They end with the device.
 *
 * <p>Register them where the handler is made. Each method may be called from any thread; after the end of the handler nothing is
 * registered.
 */
@ProviderType
public interface Figures {

    /** How many figures a device has at most. */
    int MAX = 32;

    /**
     * Registers a counter. The core keeps its value when the code of the backend is replaced and when the connection ends: the
     * next handler that registers the same name gets the same counter. It starts at zero with each run of the daemon and of the
     * core, as readers of metrics expect. {@link Counter#continueFrom} continues a count that the handler has handed over
     * itself.
     *
     * @param name words of lower-case letters and digits, joined by {@code _}; a unit is the last word, as in {@code read_bytes}
     * @param load what it says of the device's load: {@code xenbay top} adds up the figures that say the same
     * @param meaning its description for operators, in one line
     * @return the counter
     * @throws IllegalArgumentException when name or meaning are not allowed, a gauge has the name, or the load is one of gauges
     * @throws IllegalStateException when the device has {@link #MAX} figures
     */
    Counter counter(String name, Load load, String meaning);

    /**
     * Registers a counter that says nothing of the device's load.
     *
     * @param name as above
     * @param meaning as above
     * @return the counter
     * @throws IllegalArgumentException when name or meaning are not allowed, or a gauge has the name
     * @throws IllegalStateException when the device has {@link #MAX} figures
     */
    default Counter counter(String name, String meaning) {
        return counter(name, Load.NONE, meaning);
    }

    /**
     * Registers a gauge. It replaces an earlier gauge of the same name, and ends with its handler.
     *
     * @param name as above
     * @param load what it says of the device's load
     * @param meaning as above
     * @param value returns the value; called on the device's executor whenever the figure is read. It must not block. An
     *     exception makes this figure unknown, and has no other effect
     * @throws IllegalArgumentException when name or meaning are not allowed, a counter has the name, or the load is one of counters
     * @throws IllegalStateException when the device has {@link #MAX} figures
     */
    void gauge(String name, Load load, String meaning, DoubleSupplier value);

    /**
     * Registers a gauge that says nothing of the device's load.
     *
     * @param name as above
     * @param meaning as above
     * @param value as above
     * @throws IllegalArgumentException when name or meaning are not allowed, or a counter has the name
     * @throws IllegalStateException when the device has {@link #MAX} figures
     */
    default void gauge(String name, String meaning, DoubleSupplier value) {
        gauge(name, Load.NONE, meaning, value);
    }

    /**
     * How long the requests of this device's type took, for operators: {@code xenbay_request_seconds} of the metrics. The core keeps it
     * as long as it runs itself.
     *
     * @return the same for all devices of the type
     */
    Latencies latencies();

    /** @return figures that are not shown, for tests of a handler without a core; names are checked */
    static Figures unseen() {
        return new UnseenFigures();
    }
}
