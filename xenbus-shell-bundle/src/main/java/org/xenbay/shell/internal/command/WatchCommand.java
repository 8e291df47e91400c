// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.command.Command;
import org.xenbay.api.command.CommandCall;
import org.xenbay.api.command.CommandSpec;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;
import org.xenbay.shell.internal.render.Json;
import org.xenbay.shell.internal.render.Page;
import org.xenbay.shell.internal.render.Renderer;

/** Follows the devices' transitions. */
final class WatchCommand implements Command {
    private static final int QUEUE = 4096;

    private static final CommandSpec SPEC = CommandSpec.of(
                    "watch", "Prints the devices' transitions as they happen, until it is interrupted.")
            .usage("[--json] [--count N] [--timeout SECONDS] [pattern]")
            .json("each as a line of JSON")
            .option("--count", "0", "end after so many")
            .option("--timeout", "0", "end after so many seconds")
            .arguments(0, 1, "[pattern]", DevicePattern.MEANING)
            .example("what happens to the devices of domain 5, for a minute", "--timeout", "60", "5")
            .example("waits for the next change of any console", "--count", "1", "console");

    private final Platform platform;
    private final Renderer renderer = new Renderer();

    WatchCommand(Platform platform) {
        this.platform = platform;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public @Nullable Object run(CommandCall call) throws InterruptedException {
        DevicePattern wanted = DevicePattern.of(call.argument(0, "*"));
        long limit = CommandCall.number(call.value("--count"), "a count", 0, Integer.MAX_VALUE);
        Duration time =
                Duration.ofSeconds(CommandCall.number(call.value("--timeout"), "a timeout", 0, Integer.MAX_VALUE));
        PrintStream out = call.out();
        BlockingQueue<DeviceEvent> events = new ArrayBlockingQueue<>(QUEUE);
        AtomicLong lost = new AtomicLong();
        Runnable registration = platform.admin().onTransition(event -> {
            if (wanted.matches(event.id()) && !events.offer(event)) {
                lost.incrementAndGet();
            }
        });
        try {
            follow(events, limit == 0 ? Long.MAX_VALUE : limit, time, event -> {
                out.println(call.isJson() ? Json.of(event) : renderer.format(event, Page.PLAIN));
                long gone = lost.getAndSet(0);
                if (gone > 0) {
                    out.println("(" + gone + " more could not be shown in time)");
                }
                return !out.checkError();
            });
        } finally {
            registration.run();
        }
        return null;
    }

    private static void follow(BlockingQueue<DeviceEvent> events, long limit, Duration time, Line line)
            throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        boolean reading = true;
        for (long shown = 0; shown < limit && reading; shown++) {
            DeviceEvent event =
                    time.isZero() ? events.take() : events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            reading = event != null && line.show(event);
        }
    }

    private interface Line {
        /** Returns whether the output is still read. */
        boolean show(DeviceEvent event);
    }

    @Override
    public List<String> complete(List<String> before, String word) {
        return platform.devices(before, word);
    }
}
