// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Failed logins by where they came from. After some, the next one from there has to wait, each time twice as long. From any thread.
 */
public final class LoginLimit {

    static final int FREE = 5;
    private static final int IPV4_BYTES = 4;
    private static final int NETWORK_BYTES = 8;
    private static final int MAX_DOUBLINGS = 6;
    private static final int MAX_PEERS = 256;
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;

    /** The one whose last failure is the oldest comes first. */
    @GuardedBy("this")
    private final Map<String, Failures> peers = new LinkedHashMap<>();

    private record Failures(int count, long last) {
        long pause() {
            return count < FREE ? 0 : FIRST_NANOS << Math.min(count - FREE, MAX_DOUBLINGS);
        }
    }

    /** @param clock nanoseconds since any moment */
    public LoginLimit(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Whoever has many addresses is one: all of loopback, and an IPv6 network of 64 bits, are what one machine can choose from.
     *
     * @param address of somebody
     * @return where they come from
     */
    public static String peer(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return "this machine";
        }
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV4_BYTES) {
            return address.getHostAddress();
        }
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < NETWORK_BYTES; i += 2) {
            network.append(Integer.toHexString((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff))
                    .append(':');
        }
        return network + ":/64";
    }

    /**
     * @param peer where somebody comes from
     * @return for how many seconds what could be guessed is refused there; 0 when it may be tried
     */
    public synchronized long secondsToWait(String peer) {
        Failures failures = peers.get(peer);
        if (failures == null) {
            return 0;
        }
        long left = failures.pause() - (clock.getAsLong() - failures.last);
        return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(left) + 1;
    }

    /** @param peer where a wrong token came from */
    public synchronized void failed(String peer) {
        Failures before = peers.remove(peer);
        if (peers.size() >= MAX_PEERS) {
            peers.remove(peers.keySet().iterator().next());
        }
        peers.put(peer, new Failures(before == null ? 1 : before.count + 1, clock.getAsLong()));
    }

    /** @param peer where a token came from */
    public synchronized void succeeded(String peer) {
        peers.remove(peer);
    }
}
