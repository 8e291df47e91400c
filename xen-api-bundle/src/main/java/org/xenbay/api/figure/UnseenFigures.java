// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.figure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** Figures of a test without a core. */
final class UnseenFigures implements Figures {

    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    @Override
    public Counter counter(String name, String meaning) {
        return counters.computeIfAbsent(new Figure(name, Figure.Kind.COUNTER, meaning).name(), unused -> new Counter());
    }

    @Override
    public void gauge(String name, String meaning, DoubleSupplier value) {
        new Figure(name, Figure.Kind.GAUGE, meaning);
    }
}
