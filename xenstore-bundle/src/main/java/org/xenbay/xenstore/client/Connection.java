// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.store.StoreError;
import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.MessageCodec;
import org.xenbay.xenstore.wire.MessageDecoder;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;
import org.xenbay.xenstore.wire.WireException;

/**
 * One connection: pending requests by request id, and the reader's loop. A broken connection is not repaired; {@link
 * XenStoreClient} makes another one.
 */
final class Connection {

    /** Longest accepted reply: oxenstored sends directories that are longer than a request may be. */
    static final int MAX_REPLY = 1 << 20;

    private static final int MAX_REQUESTS_UNDER_WAY = 1024;
    private static final int BATCH = 128;
    private static final int BUFFER_BYTES = 65_536;

    private final XenStoreAddress address;
    private final Transport transport;
    private final Duration replyTimeout;
    private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(MAX_REQUESTS_UNDER_WAY, true);
    private final AtomicInteger lastRequest = new AtomicInteger();
    private volatile @Nullable String ending;

    Connection(XenStoreAddress address, Transport transport, Duration replyTimeout) {
        this.address = address;
        this.transport = transport;
        this.replyTimeout = replyTimeout;
    }

    /** Returns the socket or device that this connection uses. */
    Path place() {
        return transport.place();
    }

    /** Sends a request and waits for its outcome. */
    Outcome call(Request request) {
        return callAll(List.of(request)).get(0);
    }

    /** Sends requests together and waits for all outcomes, in the same order. */
    List<Outcome> callAll(List<Request> requests) {
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        for (int from = 0; from < requests.size(); from += BATCH) {
            List<Request> batch = requests.subList(from, Math.min(from + BATCH, requests.size()));
            room.acquireUninterruptibly(batch.size());
            for (Pending sent : send(batch, outcome -> room.release())) {
                outcomes.add(await(sent));
            }
        }
        return outcomes;
    }

    /**
     * Sends a request without waiting, regardless of the limit of requests under way; for watches.
     *
     * @param whenEnded called by the thread that determines the outcome, usually the reader thread
     */
    Pending post(Request request, Consumer<Outcome> whenEnded) {
        return send(List.of(request), whenEnded).get(0);
    }

    /** Waits for an outcome; after the timeout the daemon counts as dead. */
    Outcome await(Pending sent) {
        if (!sent.await(replyTimeout)) {
            end("no answer to " + sent.request() + " within " + replyTimeout.toMillis() + " ms");
            sent.complete(lost(sent.request()));
        }
        return Objects.requireNonNull(sent.outcome(), "what is waited for has ended");
    }

    private List<Pending> send(List<Request> requests, Consumer<Outcome> whenEnded) {
        List<Pending> sent = new ArrayList<>(requests.size());
        List<byte[]> messages = new ArrayList<>(requests.size());
        for (Request request : requests) {
            Pending waiting = new Pending(request, whenEnded);
            sent.add(waiting);
            int length = Message.HEADER_LENGTH + request.payload().length;
            if (length > transport.maxMessage()) {
                waiting.complete(new Outcome.Failure(
                        StoreError.E2BIG, request + ": " + length + " bytes do not fit in a message"));
            } else {
                messages.add(MessageCodec.encode(request.message(register(waiting))));
            }
        }
        transport.send(messages);
        if (ending != null) {
            failPending();
        }
        return sent;
    }

    private int register(Pending waiting) {
        int id = lastRequest.incrementAndGet();
        while (id == 0 || pending.putIfAbsent(id, waiting) != null) {
            id = lastRequest.incrementAndGet();
        }
        return id;
    }

    /**
     * Reads until the connection ends: answers go to their requests, events to the listener. Events are delivered after all
     * received messages are read. Of several equal events only the first is delivered.
     */
    void readUntilTheEnd(EventListener listener) {
        MessageDecoder decoder = new MessageDecoder(MAX_REPLY);
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        Set<Event> events = new LinkedHashSet<>();
        try {
            while (ending == null) {
                buffer.clear();
                if (transport.read(buffer) < 0) {
                    end("the daemon closed the connection");
                    return;
                }
                buffer.flip();
                for (Optional<Message> next = decoder.decode(buffer); next.isPresent(); next = decoder.decode(buffer)) {
                    take(next.get(), events);
                }
                for (Event event : events) {
                    listener.fired(event.token(), event.path());
                }
                events.clear();
            }
        } catch (IOException failed) {
            end(String.valueOf(failed.getMessage()));
        } finally {
            end("the reader has failed");
        }
    }

    private void take(Message message, Set<Event> events) throws WireException {
        if (message.is(Operation.WATCH_EVENT)) {
            List<String> strings = Payload.strings(message.payload()).orElse(List.of());
            if (strings.size() < 2) {
                throw new WireException("a watch event without a path and a token");
            }
            events.add(new Event(strings.get(1), strings.get(0)));
            return;
        }
        Pending answered = pending.remove(message.requestId());
        if (answered == null) {
            throw new WireException("an answer to a request that was not made: " + message);
        }
        if (message.is(Operation.ERROR)) {
            answered.complete(refusal(answered.request(), message));
        } else if (message.is(answered.request().operation())) {
            answered.complete(new Outcome.Answer(message.payload()));
        } else {
            pending.put(message.requestId(), answered);
            throw new WireException("an answer of the wrong kind to " + answered.request() + ": " + message);
        }
    }

    private static Outcome refusal(Request request, Message message) {
        String name = Payload.firstString(message.payload()).orElse("");
        StoreError error = StoreError.ofWireName(name);
        return new Outcome.Failure(
                error, error == StoreError.UNKNOWN ? request + " refused with " + name : request.toString());
    }

    private Outcome lost(Request request) {
        return new Outcome.Failure(
                StoreError.CONNECTION_LOST,
                request + ": the connection to " + address + " is gone" + (ending == null ? "" : " (" + ending + ")"));
    }

    /** Ends the connection; only the first reason counts. */
    void end(String reason) {
        synchronized (this) {
            if (ending == null) {
                ending = reason;
            }
        }
        try {
            transport.close();
        } catch (IOException failed) {
            System.getLogger(Connection.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing the connection to " + address + " failed", failed);
        }
        failPending();
    }

    /** Returns why the connection has ended; null before. */
    @Nullable
    String ending() {
        return ending;
    }

    private void failPending() {
        for (Integer id : pending.keySet()) {
            Pending lost = pending.remove(id);
            if (lost != null) {
                lost.complete(lost(lost.request()));
            }
        }
    }

    /** Receives watch events on the reader thread. */
    @FunctionalInterface
    interface EventListener {
        void fired(String token, String path);
    }

    private record Event(String token, String path) {}
}
