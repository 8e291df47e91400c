// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.command;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xenbay.api.device.DeviceId;

/** A console that greets its readers, notes what they type, and takes only so many bytes at once. */
final class FakeConsole implements ConsoleAttachment {
    public static final DeviceId ID = DeviceId.parse("5/console/0");

    public final AtomicInteger readers = new AtomicInteger();
    private final int room;
    private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
    private volatile Consumer<ByteBuffer> output = bytes -> {};
    private volatile Runnable ended = () -> {};

    public FakeConsole(int room) {
        this.room = room;
    }

    @Override
    public List<DeviceId> consoles() {
        return List.of(ID);
    }

    @Override
    public Session attach(DeviceId id, Consumer<ByteBuffer> consumer, Runnable whenEnded) {
        readers.incrementAndGet();
        output = consumer;
        ended = whenEnded;
        write("login: ");
        return new Session() {
            @Override
            public int type(ByteBuffer input) {
                synchronized (typed) {
                    int count = Math.min(room, input.remaining());
                    for (int i = 0; i < count; i++) {
                        typed.write(input.get());
                    }
                    return count;
                }
            }

            @Override
            public void close() {
                readers.decrementAndGet();
            }
        };
    }

    public void write(String text) {
        output.accept(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    public void end() {
        ended.run();
    }

    public String typed() {
        synchronized (typed) {
            return typed.toString(StandardCharsets.UTF_8);
        }
    }
}
