// SPDX-License-Identifier: Apache-2.0
package org.xenbay.usb.software;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.api.usb.UsbDescriptors;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.ClearHalt;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbRequest.Reset;
import org.xenbay.api.usb.UsbRequest.SetConfiguration;
import org.xenbay.api.usb.UsbRequest.SetInterface;
import org.xenbay.api.usb.UsbRequest.Transfer;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSession;

/** An open software device: a separate thread carries out requests in order. */
final class SoftwareSession implements UsbSession {

    private final Descriptors descriptors;
    private final DeviceFunction function;
    private final ControlEndpoint control;
    private final Endpoints endpoints;
    private final ThreadPoolExecutor thread;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger bytes = new AtomicInteger();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @GuardedBy("this")
    private Listener listener;

    @GuardedBy("this")
    private boolean pulled;

    private int configuration;

    @GuardedBy("this")
    private boolean ended;

    SoftwareSession(String name, Descriptors descriptors, DeviceFunction function, Listener listener) {
        this.descriptors = descriptors;
        this.function = function;
        this.listener = listener;
        this.control = new ControlEndpoint(descriptors, function);
        this.endpoints = new Endpoints(descriptors.numbers(UsbDescriptors.ENDPOINT, 2));
        this.configuration = descriptors.configuration();
        this.thread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.named("usb-" + name));
        thread.execute(function::reset);
    }

    @Override
    public Pending submit(UsbRequest request, Completion completion) {
        int size = request instanceof Transfer transfer ? transfer.data().remaining() : 0;
        Submitted submitted = new Submitted(request, completion, () -> {
            underWay.decrementAndGet();
            bytes.addAndGet(-size);
        });
        if (underWay.incrementAndGet() > MAX_REQUESTS | bytes.addAndGet(size) > MAX_BYTES) {
            submitted.complete(UsbResult.of(Status.REJECTED));
        } else if (!execute(() -> begin(submitted))) {
            submitted.complete(UsbResult.of(Status.NO_DEVICE));
        }
        return () -> execute(() -> cancel(submitted));
    }

    /** @return whether it will run; false after the end */
    private synchronized boolean execute(Runnable task) {
        if (ended) {
            return false;
        }
        thread.execute(task);
        return true;
    }

    private void begin(Submitted submitted) {
        UsbRequest request = submitted.request();
        if (request instanceof Control transfer) {
            submitted.complete(control.answer(transfer, configuration, endpoints));
        } else if (request instanceof Transfer transfer) {
            if (configuration == 0 || !endpoints.has(transfer.endpoint())) {
                submitted.complete(UsbResult.of(Status.REJECTED));
                return;
            }
            endpoints.at(transfer.endpoint()).add(submitted);
        } else {
            submitted.complete(UsbResult.of(change(request) ? Status.COMPLETED : Status.REJECTED));
        }
        function.run(endpoints);
    }

    private boolean change(UsbRequest request) {
        if (request instanceof ClearHalt clear) {
            if (!endpoints.has(clear.endpoint())) {
                return false;
            }
            endpoints.at(clear.endpoint()).clearHalt();
            return true;
        }
        if (request instanceof SetInterface set) {
            boolean known = set.alternate() == 0
                    && descriptors.numbers(UsbDescriptors.INTERFACE, 2).contains(set.number());
            if (known) {
                endpoints.all().forEach(endpoint -> endpoint.end(Status.CANCELLED));
            }
            return known;
        }
        if (request instanceof SetConfiguration set) {
            if (set.value() != 0 && set.value() != descriptors.configuration()) {
                return false;
            }
            configuration = set.value();
        }
        if (request instanceof SetConfiguration || request instanceof Reset) {
            endpoints.all().forEach(endpoint -> {
                endpoint.end(Status.CANCELLED);
                endpoint.clearHalt();
            });
            function.reset();
        }
        return true;
    }

    private void cancel(Submitted submitted) {
        endpoints.all().forEach(endpoint -> endpoint.cancel(submitted));
    }

    @Override
    public void listen(Listener told) {
        boolean gone;
        synchronized (this) {
            listener = told;
            gone = pulled;
        }
        if (gone) {
            told.gone();
        }
    }

    /** The device is unplugged. */
    void pull() {
        Listener told;
        synchronized (this) {
            if (ended) {
                return;
            }
            pulled = true;
            told = listener;
        }
        told.gone();
        end(Status.NO_DEVICE);
    }

    @Override
    public void close() {
        end(Status.CANCELLED);
    }

    private void end(Status status) {
        synchronized (this) {
            if (ended) {
                return;
            }
            thread.execute(() -> endpoints.all().forEach(endpoint -> endpoint.end(status)));
            ended = true;
            thread.execute(() -> closed.complete(null));
            thread.shutdown();
        }
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }

    void awaitEnd() {
        closed.join();
    }
}
