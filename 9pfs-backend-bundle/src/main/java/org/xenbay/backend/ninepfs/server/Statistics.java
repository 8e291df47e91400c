// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.figure.Counter;
import org.xenbay.api.figure.Figures;
import org.xenbay.api.figure.Latencies;
import org.xenbay.api.figure.Load;
import org.xenbay.api.recording.DeviceHistory;
import org.xenbay.api.recording.FlightEvents;
import org.xenbay.backend.ninepfs.command.FileOperationView;
import org.xenbay.backend.ninepfs.wire.MessageType;

/** Counts the requests of one client. From any thread. */
public final class Statistics {

    private static final int SECONDS = 8;
    private static final int RATE_SECONDS = 5;

    private final Object client;
    private final IntSupplier slowMillis;
    private final Consumer<String> slowLog;
    private final AtomicReferenceArray<Operation> operations = new AtomicReferenceArray<>(MessageType.MOST + 1);
    private final AtomicLong slow = new AtomicLong();
    private final long[] second = new long[SECONDS];

    @GuardedBy("second")
    private final long[] perSecond = new long[SECONDS];
    /** The latest slow operation, in words. */
    private volatile @Nullable String slowest;

    private final Counter requests;
    private final Counter failedRequests;
    private final Counter readBytes;
    private final Counter writtenBytes;
    private final Latencies latencies;
    private final DeviceHistory history;

    /**
     * Makes the statistics of a client at a socket, which has no device and so no figures.
     *
     * @param client the client, whose text the Flight Recorder gets
     * @param slowMillis returns the least duration of a slow operation, in milliseconds
     * @param slowLog gets slow operations, in words
     */
    public Statistics(Object client, IntSupplier slowMillis, Consumer<String> slowLog) {
        this(client, Figures.unseen(), DeviceHistory.NONE, slowMillis, slowLog);
    }

    /**
     * @param client the client, whose text the Flight Recorder gets
     * @param figures of the device; they continue over connections and replacements of the code
     * @param history of the device, which gets each request
     * @param slowMillis returns the least duration of a slow operation, in milliseconds
     * @param slowLog gets slow operations, in words
     */
    public Statistics(
            Object client, Figures figures, DeviceHistory history, IntSupplier slowMillis, Consumer<String> slowLog) {
        this.client = client;
        this.history = history;
        this.slowMillis = slowMillis;
        this.slowLog = slowLog;
        latencies = figures.latencies();
        requests = figures.counter("requests", Load.REQUESTS, "requests that were answered");
        failedRequests = figures.counter("failed_requests", "requests that were answered with an error");
        readBytes =
                figures.counter("read_bytes", Load.READ_BYTES, "bytes of files and folders that the guest has read");
        writtenBytes =
                figures.counter("written_bytes", Load.WRITTEN_BYTES, "bytes of files that the guest has written");
    }

    private static final class Operation {
        private final AtomicLong count = new AtomicLong();
        private final AtomicLong errors = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();
        private final Histogram times = new Histogram();
    }

    /**
     * @param request the request that has ended
     * @param bytes of data, in either direction
     * @param errno the error number of the reply, 0 for success
     */
    void done(Request request, int bytes, int errno) {
        if (request.type() > MessageType.MOST) {
            return;
        }
        long nanos = System.nanoTime() - request.arrived();
        Operation operation = operation(request.type());
        operation.count.incrementAndGet();
        operation.bytes.addAndGet(bytes);
        if (errno != 0) {
            operation.errors.incrementAndGet();
            failedRequests.increment();
        }
        requests.increment();
        (request.type() == MessageType.WRITE ? writtenBytes : readBytes).add(bytes);
        operation.times.add(TimeUnit.NANOSECONDS.toMicros(nanos));
        latencies.add(nanos);
        history.request(MessageType.name(request.type()), request.subject(), bytes, errno, nanos);
        tick();
        if (nanos >= TimeUnit.MILLISECONDS.toNanos(slowMillis.getAsInt())) {
            slow.incrementAndGet();
            FlightEvents.slowRequest(client, MessageType.name(request.type()), nanos);
            String what = MessageType.name(request.type()) + " took " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
            slowest = what;
            slowLog.accept(what);
        }
    }

    private Operation operation(int type) {
        Operation known = operations.get(type);
        if (known == null) {
            operations.compareAndSet(type, null, new Operation());
            known = operations.get(type);
        }
        return known;
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    }

    private void tick() {
        long now = now();
        int slot = Math.floorMod(now, SECONDS);
        synchronized (second) {
            if (second[slot] != now) {
                second[slot] = now;
                perSecond[slot] = 0;
            }
            perSecond[slot]++;
        }
    }

    /** @return operations per second, mean of the last whole seconds */
    public double rate() {
        long now = now();
        long sum = 0;
        synchronized (second) {
            for (int back = 1; back <= RATE_SECONDS; back++) {
                int slot = Math.floorMod(now - back, SECONDS);
                sum += second[slot] == now - back ? perSecond[slot] : 0;
            }
        }
        return (double) sum / RATE_SECONDS;
    }

    /**
     * @param type number of a request
     * @return bytes of data that requests of this kind transferred
     */
    public long bytes(int type) {
        Operation operation = operations.get(type);
        return operation == null ? 0 : operation.bytes.get();
    }

    /**
     * @param percent 0 to 100
     * @return the time that this percentage of all operations did not exceed, in microseconds
     */
    public long percentile(int percent) {
        long[] counts = Histogram.counts();
        for (int type = 0; type <= MessageType.MOST; type++) {
            Operation operation = operations.get(type);
            if (operation != null) {
                operation.times.addTo(counts);
            }
        }
        return Histogram.percentile(counts, percent);
    }

    /** @return number of slow operations */
    public long slow() {
        return slow.get();
    }

    /** @return the latest slow operation, in words, if there was one */
    public Optional<String> slowest() {
        return Optional.ofNullable(slowest);
    }

    /** @return the operations, one entry for each kind */
    public List<FileOperationView> operations() {
        List<FileOperationView> views = new ArrayList<>();
        for (int type = 0; type <= MessageType.MOST; type++) {
            Operation operation = operations.get(type);
            if (operation != null) {
                long[] counts = Histogram.counts();
                operation.times.addTo(counts);
                views.add(new FileOperationView(
                        MessageType.name(type),
                        operation.count.get(),
                        operation.errors.get(),
                        operation.bytes.get(),
                        Histogram.percentile(counts, 50),
                        Histogram.percentile(counts, 90),
                        Histogram.percentile(counts, 99),
                        operation.times.longest()));
            }
        }
        return views;
    }
}
