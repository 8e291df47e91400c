// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** Figures of a test without a core. */
final class UnseenFigures implements Figures {

    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Latencies latencies = new Latencies();

    @Override
    public Counter counter(String name, Load load, String meaning) {
        return counters.computeIfAbsent(
                new Figure(name, Figure.Kind.COUNTER, load, meaning).name(), unused -> new Counter());
    }

    @Override
    public Latencies latencies() {
        return latencies;
    }

    @Override
    public void gauge(String name, Load load, String meaning, DoubleSupplier value) {
        new Figure(name, Figure.Kind.GAUGE, load, meaning);
    }
}
