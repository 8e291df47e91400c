// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Wrong passwords and tokens by where they came from. After some, the next attempt from there has to wait a second; after each further one
 * twice as long, up to 64 seconds. Of 256 places the one whose last failure is the oldest is forgotten. From any thread.
 */
public final class FailedAttempts {

    private static final int IPV4_BYTES = 4;
    private static final int NETWORK_BYTES = 8;
    private static final int MAX_DOUBLINGS = 6;
    private static final int MAX_PEERS = 256;
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int free;
    private final LongSupplier clock;

    /** The one whose last failure is the oldest comes first. */
    @GuardedBy("this")
    private final Map<String, Failures> peers = new LinkedHashMap<>();

    private record Failures(int count, long last) {}

    /**
     * @param free how many failures there are until the next attempt has to wait
     * @param clock nanoseconds since any moment
     */
    public FailedAttempts(int free, LongSupplier clock) {
        this.free = free;
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
     * @return for how many seconds attempts from there are refused; 0 when one may be made now
     */
    public synchronized long secondsToWait(String peer) {
        Failures failures = peers.get(peer);
        if (failures == null) {
            return 0;
        }
        long left = pause(failures.count) - (clock.getAsLong() - failures.last);
        return left <= 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(left) + 1;
    }

    private long pause(int count) {
        return count < free ? 0 : FIRST_NANOS << Math.min(count - free, MAX_DOUBLINGS);
    }

    /**
     * Judges an attempt when its answer is known, unless it has to wait by now: others from there may have failed since it began.
     *
     * @param peer where it came from
     * @param passed whether the password is right
     * @return whether the attempt counts; it then has failed or succeeded
     */
    public synchronized boolean judge(String peer, boolean passed) {
        if (secondsToWait(peer) > 0) {
            return false;
        }
        if (passed) {
            succeeded(peer);
        } else {
            failed(peer);
        }
        return true;
    }

    /** @param peer where a wrong password came from */
    public synchronized void failed(String peer) {
        Failures before = peers.remove(peer);
        if (peers.size() >= MAX_PEERS) {
            peers.remove(peers.keySet().iterator().next());
        }
        peers.put(peer, new Failures(before == null ? 1 : before.count + 1, clock.getAsLong()));
    }

    /** @param peer where a right one came from: its failures are forgotten */
    public synchronized void succeeded(String peer) {
        peers.remove(peer);
    }
}
