// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.xenbay.api.device.DeviceContext;
import org.xenbay.api.device.DeviceLink;
import org.xenbay.api.device.NodeValues;
import org.xenbay.api.ring.ByteRingReader;
import org.xenbay.api.ring.ByteRingWriter;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.XenException;
import org.xenbay.backend.console.flow.ConsolePage;

/** A guest with one console page, seen from both sides. */
final class FakeLink implements DeviceLink {

    static final int PORT = 9;
    static final long FRAME = 0xFEFFL;

    final SharedMemory page = SharedMemory.over(ByteBuffer.allocateDirect(4096), () -> {});
    final Map<Integer, SharedMemory> grants = new HashMap<>();
    final Map<Long, SharedMemory> frames = new HashMap<>();
    final List<String> mapped = new ArrayList<>();
    final AtomicInteger signals = new AtomicInteger();
    volatile XenException bindFailure;

    private final FakeDevice device;
    private final Map<String, String> parameters = new TreeMap<>();
    private DeviceContext.Task onEvent;
    private ByteRingWriter out;
    private ByteRingReader in;

    FakeLink(FakeDevice device) {
        this.device = device;
        device.frontend.put("ring-ref", device.id().device() == 0 ? Long.toString(FRAME) : "8");
        device.frontend.put("port", Integer.toString(PORT));
        grants.put(device.id().device() == 0 ? 0 : 8, page);
        frames.put(FRAME, page);
        startAt(0, 0);
    }

    /** Both rings begin, empty, at these indices. */
    void startAt(int outIndex, int inIndex) {
        page.putInt(ConsolePage.OUT_CONS, outIndex);
        page.putInt(ConsolePage.OUT_PROD, outIndex);
        page.putInt(ConsolePage.IN_CONS, inIndex);
        page.putInt(ConsolePage.IN_PROD, inIndex);
        reopen();
    }

    void reopen() {
        out = new ByteRingWriter(
                page, ConsolePage.OUT, ConsolePage.OUT_SIZE, ConsolePage.OUT_CONS, ConsolePage.OUT_PROD);
        in = new ByteRingReader(page, ConsolePage.IN, ConsolePage.IN_SIZE, ConsolePage.IN_CONS, ConsolePage.IN_PROD);
    }

    /** The guest writes what fits, without an event. */
    int put(byte[] bytes, int offset, int length) {
        return out.write(bytes, offset, length);
    }

    boolean isFull() {
        return out.free() == 0;
    }

    /** The guest writes the bytes as Linux does: it fills the ring and sends an event until the ring has had all bytes. */
    void write(byte[] bytes) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        int done = 0;
        while (done < bytes.length) {
            int count = put(bytes, done, bytes.length - done);
            done += count;
            kick();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the guest hangs after " + done + " bytes");
            }
        }
    }

    void write(String text) throws Exception {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The guest reads the available bytes, and signals if there were any. */
    byte[] read() throws Exception {
        byte[] bytes = new byte[ConsolePage.IN_SIZE];
        int count = in.read(bytes, 0, bytes.length);
        if (count > 0) {
            kick();
        }
        return Arrays.copyOf(bytes, count);
    }

    /** An event from the guest; returns when the handler has seen it. */
    void kick() throws Exception {
        device.execute(onEvent);
        device.settle();
    }

    DeviceContext.Task onEvent() {
        return onEvent;
    }

    @Override
    public NodeValues frontend(String... names) {
        for (String name : names) {
            parameters.put(name, device.frontend.get(name));
        }
        return FakeDevice.values(device.frontend, names);
    }

    @Override
    public String fingerprint() {
        return parameters.toString();
    }

    @Override
    public SharedMemory map(Access access, int... references) {
        SharedMemory memory = grants.get(references[0]);
        mapped.add("grant " + Integer.toUnsignedString(references[0]));
        if (memory == null) {
            throw new GrantException(GrantStatus.BAD_GNTREF, "map of grant " + references[0]);
        }
        return memory;
    }

    @Override
    public SharedMemory mapForeign(long... wanted) {
        SharedMemory memory = frames.get(wanted[0]);
        mapped.add("frame " + wanted[0]);
        if (memory == null) {
            throw new XenException("no such frame", 14);
        }
        return memory;
    }

    @Override
    public EventChannel bindPolling(int remotePort, DeviceContext.Task task, BooleanSupplier work) {
        throw new UnsupportedOperationException("nobody looks out for a console");
    }

    @Override
    public EventChannel bindOnEventThread(int remotePort, Runnable told) {
        throw new UnsupportedOperationException("a console's events go through its executor");
    }

    @Override
    public EventChannel bind(int remotePort, DeviceContext.Task task) {
        if (bindFailure != null) {
            throw bindFailure;
        }
        onEvent = task;
        return new EventChannel() {
            @Override
            public int localPort() {
                return 100;
            }

            @Override
            public void signal() {
                signals.incrementAndGet();
            }

            @Override
            public void unmask() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void copy(List<GrantCopy> segments) {
        throw new UnsupportedOperationException("a console copies no grants");
    }
}
