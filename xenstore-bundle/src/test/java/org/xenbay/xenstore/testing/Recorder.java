// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.store.WatchListener;

/** A watch listener that records its events. */
public final class Recorder implements WatchListener {

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void changed(String path) {
        events.add(path);
    }

    /** The next event, waited for. */
    public String next() throws InterruptedException {
        String event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within ten seconds").isNotNull();
        return event;
    }

    /** The events up to and including that one, waited for. */
    public List<String> upTo(String last) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        String event;
        do {
            event = next();
            seen.add(event);
        } while (!event.equals(last));
        return seen;
    }

    /** The events that are there already. */
    public List<String> now() {
        List<String> seen = new ArrayList<>();
        events.drainTo(seen);
        return seen;
    }
}
