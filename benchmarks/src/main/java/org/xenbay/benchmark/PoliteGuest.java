// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.ninep.NinePClient;

/** A guest that reads and writes small files now and then, one request at a time. */
final class PoliteGuest {

    private static final int MOST = 4_000_000;
    private static final long PAUSE_MILLIS = 2;

    private final NinePClient client;
    private final int root;
    private final byte[] data = new byte[4096];
    private double[] micros = new double[1 << 16];
    private int count;

    PoliteGuest(HostileHost host) throws Exception {
        client = new NinePClient(host.share(host.guest("polite"), new FrontendThreads(2, SchedulingClass::atOnce)));
        client.version(client.msize(), "9P2000.L");
        root = client.attach(0, "");
    }

    /**
     * @param seconds the duration
     * @return duration of each of its requests, in microseconds
     */
    Statistics run(long seconds) throws InterruptedException {
        SchedulingClass.atOnce();
        count = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            once();
            Thread.sleep(PAUSE_MILLIS);
        }
        return new Statistics(Arrays.copyOf(micros, count));
    }

    private void once() {
        int[] fid = new int[1];
        measure(() -> fid[0] = client.walk(root, "file"));
        measure(() -> client.open(fid[0], 2));
        measure(() -> client.read(fid[0], 0, data.length));
        measure(() -> client.write(fid[0], 0, data));
        measure(() -> client.clunk(fid[0]));
    }

    private void measure(Runnable request) {
        long start = System.nanoTime();
        request.run();
        if (count == micros.length && count < MOST) {
            micros = Arrays.copyOf(micros, 2 * count);
        }
        if (count < micros.length) {
            micros[count++] = (System.nanoTime() - start) / 1e3;
        }
    }
}
