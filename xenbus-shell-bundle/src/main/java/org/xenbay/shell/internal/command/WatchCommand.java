// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.xenbay.api.management.XenbusAdmin.DeviceEvent;
import org.xenbay.shell.internal.render.Json;
import org.xenbay.shell.internal.render.Renderer;

/** Follows the devices' transitions. */
@Component(service = WatchCommand.class)
@GogoCommand(scope = "xen", function = "watch")
public final class WatchCommand {
    private static final int QUEUE = 4096;
    private static final String USAGE = "watch [--json] [--count N] [--timeout SECONDS] [pattern]";

    private final Platform platform;
    private final Renderer renderer = new Renderer();

    @Activate
    public WatchCommand(@Reference Platform platform) {
        this.platform = platform;
    }

    @Descriptor("Prints the devices' transitions as they happen, until it is interrupted.")
    @Usage(USAGE)
    public void watch(
            CommandSession session,
            @Descriptor("each as a line of JSON")
                    @Parameter(names = "--json", presentValue = "true", absentValue = "false")
                    boolean json,
            @Descriptor("end after so many") @Parameter(names = "--count", absentValue = "0") String count,
            @Descriptor("end after so many seconds") @Parameter(names = "--timeout", absentValue = "0") String timeout,
            @Descriptor("[pattern]: part of an id, such as 5 or console or 5/console/1; * stands for any text")
                    String... arguments)
            throws InterruptedException {
        DevicePattern wanted = DevicePattern.of(new Arguments(USAGE, arguments).oneOr("*"));
        long limit = Arguments.number(count, "a count", 0, Integer.MAX_VALUE);
        Duration time = Duration.ofSeconds(Arguments.number(timeout, "a timeout", 0, Integer.MAX_VALUE));
        PrintStream out = Process.Utils.current().out();
        BlockingQueue<DeviceEvent> events = new ArrayBlockingQueue<>(QUEUE);
        AtomicLong lost = new AtomicLong();
        Runnable registration = platform.admin().onTransition(event -> {
            if (wanted.matches(event.id()) && !events.offer(event)) {
                lost.incrementAndGet();
            }
        });
        try {
            follow(events, limit == 0 ? Long.MAX_VALUE : limit, time, event -> {
                out.println(json ? Json.of(event) : renderer.format(event, Renderer.page(session)));
                long gone = lost.getAndSet(0);
                if (gone > 0) {
                    out.println("(" + gone + " more could not be shown in time)");
                }
                return !out.checkError();
            });
        } finally {
            registration.run();
        }
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
        /** Returns whether somebody still reads. */
        boolean show(DeviceEvent event);
    }
}
