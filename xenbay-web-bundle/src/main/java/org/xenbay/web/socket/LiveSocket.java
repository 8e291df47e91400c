// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.xenbay.web.access.Session;
import org.xenbay.web.host.Json;

/**
 * Tells a page which devices there are, and what changes of them. Many changes of a moment become one message, and a page that is slow gets
 * what is true when it reads.
 */
final class LiveSocket extends PageSocket {

    /** Devices of one message. */
    private static final int MAX_ROWS = 50;

    private static final long PAUSE_MILLIS = 150;
    private static final long PERIOD_MILLIS = 2000;

    private final LiveFeed feed;
    private final Semaphore changed = new Semaphore(0);
    private final CountDownLatch over = new CountDownLatch(1);

    /** What the page knows of each device. */
    private final Map<String, String> known = new HashMap<>();

    LiveSocket(Session session, OpenSockets sockets, LiveFeed feed) {
        super(session, sockets, "xenbay-web-live");
        this.feed = feed;
    }

    @Override
    void run() throws IOException, InterruptedException {
        Runnable unregister = feed.onChange(changed::release);
        try {
            do {
                changed.drainPermits();
                tell();
                if (over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } while (changed.tryAcquire(PERIOD_MILLIS, TimeUnit.MILLISECONDS) || over.getCount() > 0);
        } finally {
            unregister.run();
        }
    }

    private void tell() throws IOException, InterruptedException {
        Snapshot now = feed.snapshot();
        List<String> gone = known.keySet().stream()
                .filter(id -> !now.devices().containsKey(id))
                .toList();
        gone.forEach(known::remove);
        List<Map<String, Object>> rows = new ArrayList<>();
        now.devices().forEach((id, row) -> {
            if (!row.text().equals(known.put(id, row.text()))) {
                rows.add(row.values());
            }
        });
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("host", now.host());
        message.put("health", feed.health());
        message.put("gone", gone);
        int from = 0;
        do {
            int to = Math.min(rows.size(), from + MAX_ROWS);
            message.put("changed", rows.subList(from, to));
            message.put("last", to == rows.size());
            send(Json.of(message));
            from = to;
        } while (from < rows.size());
    }

    @Override
    boolean received(ByteBuffer input) {
        return true;
    }

    @Override
    void ended() {
        over.countDown();
        changed.release();
    }
}
