// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.figure.Counter;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figures;
import org.xenbay.api.figure.Latencies;
import org.xenbay.api.figure.Load;

/**
 * The figures of one device, over all of its handlers: counters continue with the next handler, a gauge ends with its handler.
 * From any thread; gauges are called on the device's mailbox.
 */
final class FigureRegistry {

    private final DeviceId device;
    private final Supplier<Latencies> latencies;

    /** The figures of the handler that was opened last, by name. */
    @GuardedBy("this")
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Counters of earlier handlers, for a successor that registers them again; those of the latest handlers are at the end. */
    @GuardedBy("this")
    private final Map<String, Counter> earlier = new LinkedHashMap<>();

    /** Gauges of this handler whose defect is in the log. */
    @GuardedBy("this")
    private final Set<String> noted = new HashSet<>();

    /** The handler that may register. */
    @GuardedBy("this")
    private @Nullable Ending current;

    /** Either the counter or the gauge is present. */
    private record Entry(
            Figure figure,
            @Nullable Counter counter,
            @Nullable DoubleSupplier gauge) {}

    /** @param latencies gives those of the device's type */
    FigureRegistry(DeviceId device, Supplier<Latencies> latencies) {
        this.device = device;
        this.latencies = latencies;
    }

    /** The registry as one handler sees it. */
    private final class OfHandler implements Ending {
        @Override
        public Counter counter(String name, Load load, String meaning) {
            Figure figure = new Figure(name, Figure.Kind.COUNTER, load, meaning);
            synchronized (FigureRegistry.this) {
                Entry known = entries.get(name);
                if (known != null && known.counter() != null) {
                    return known.counter();
                }
                Counter counter = earlier.getOrDefault(name, new Counter());
                if (current == this) {
                    register(known, new Entry(figure, counter, null));
                }
                return counter;
            }
        }

        @Override
        public void gauge(String name, Load load, String meaning, DoubleSupplier value) {
            Figure figure = new Figure(name, Figure.Kind.GAUGE, load, meaning);
            synchronized (FigureRegistry.this) {
                if (current == this) {
                    register(entries.get(name), new Entry(figure, null, value));
                }
            }
        }

        @Override
        public Latencies latencies() {
            return latencies.get();
        }

        @Override
        public void end() {
            synchronized (FigureRegistry.this) {
                if (current == this) {
                    current = null;
                    entries.values().removeIf(entry -> entry.gauge() != null);
                }
            }
        }
    }

    /** Figures that end with their handler. */
    interface Ending extends Figures {
        /** Ends the registrations: nothing more is registered, and gauges are not called any more. */
        void end();
    }

    @GuardedBy("this")
    private void register(@Nullable Entry known, Entry entry) {
        String name = entry.figure().name();
        if (known != null && known.figure().kind() != entry.figure().kind()) {
            throw new IllegalArgumentException("the figure " + name + " of " + device + " is a "
                    + (known.counter() != null ? "counter" : "gauge") + " already");
        }
        if (known == null && entries.size() >= Figures.MAX) {
            throw new IllegalStateException(
                    device + " has " + Figures.MAX + " figures, which is the most; " + name + " is refused");
        }
        entries.put(name, entry);
        earlier.remove(name);
    }

    /** Begins a handler's registrations, and ends its predecessor's. */
    synchronized Ending begin() {
        entries.forEach((name, entry) -> {
            if (entry.counter() != null) {
                earlier.remove(name);
                earlier.put(name, entry.counter());
            }
        });
        while (earlier.size() > Figures.MAX) {
            earlier.remove(earlier.keySet().iterator().next());
        }
        entries.clear();
        noted.clear();
        Ending next = new OfHandler();
        current = next;
        return next;
    }

    /** @return the counters, by name */
    Map<String, Figure> counters() {
        Map<String, Figure> read = new LinkedHashMap<>();
        present().forEach(entry -> {
            if (entry.counter() != null) {
                read.put(
                        entry.figure().name(),
                        entry.figure().with(entry.counter().value()));
            }
        });
        return read;
    }

    private synchronized List<Entry> present() {
        return new ArrayList<>(entries.values());
    }

    /**
     * Reads counters, and calls gauges.
     *
     * @param calls of the handler
     * @param defect receives the first exception of each gauge
     * @return all figures, by name
     */
    Map<String, Figure> read(Calls calls, Consumer<Throwable> defect) {
        Map<String, Figure> read = new LinkedHashMap<>();
        for (Entry entry : present()) {
            Figure figure = entry.figure();
            Counter counter = entry.counter();
            DoubleSupplier gauge = entry.gauge();
            if (counter != null) {
                read.put(figure.name(), figure.with(counter.value()));
            } else if (gauge != null) {
                read.put(figure.name(), ask(figure, gauge, calls, defect));
            }
        }
        return read;
    }

    private Figure ask(Figure figure, DoubleSupplier gauge, Calls calls, Consumer<Throwable> defect) {
        try {
            calls.enter("the gauge " + figure.name());
            try {
                return figure.with(gauge.getAsDouble());
            } finally {
                calls.leave();
            }
        } catch (GivenUp lost) {
            throw lost;
        } catch (Throwable thrown) { // the code is any bundle's: its failure affects this figure only
            if (isFirst(figure.name())) {
                defect.accept(thrown);
            }
            return figure.failed(Failure.of(thrown).message());
        }
    }

    private synchronized boolean isFirst(String name) {
        return noted.add(name);
    }
}
