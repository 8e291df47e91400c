// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

    private static final int FREE = 3;

    private final AtomicLong clock = new AtomicLong();
    private final FailedAttempts attempts = new FailedAttempts(FREE, clock::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            attempts.failed("one");
        }
    }

    @Test
    void eachWaitIsTwiceAsLongUpToAboutAMinute() {
        fail(FREE - 1);
        assertThat(attempts.secondsToWait("one")).isZero();
        fail(1);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 64, 64}) {
            assertThat(attempts.secondsToWait("one")).isEqualTo(seconds + 1);
            clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds) - 1);
            assertThat(attempts.secondsToWait("one")).isEqualTo(1);
            clock.addAndGet(1);
            assertThat(attempts.secondsToWait("one")).isZero();
            fail(1);
        }
        assertThat(attempts.secondsToWait("other")).isZero();
    }

    @Test
    void anAttemptThatSucceedsMakesTheOthersForgotten() {
        fail(FREE);
        attempts.succeeded("one");
        assertThat(attempts.secondsToWait("one")).isZero();
        fail(FREE - 1);
        assertThat(attempts.secondsToWait("one")).isZero();
    }

    @Test
    void ofManyPlacesTheOldestIsForgotten() {
        fail(FREE);
        for (int i = 0; i < 255; i++) {
            attempts.failed("other " + i);
        }
        assertThat(attempts.secondsToWait("one")).isPositive();
        attempts.failed("one more");
        assertThat(attempts.secondsToWait("one")).as("forgotten").isZero();
    }

    @Test
    void whoeverHasManyAddressesIsOne() throws UnknownHostException {
        for (String loopback : List.of("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.2")) {
            assertThat(peer(loopback)).as(loopback).isEqualTo("this machine");
        }
        assertThat(peer("2001:db8:0:1::1"))
                .isEqualTo(peer("2001:db8:0:1:ffff::2"))
                .isEqualTo("2001:db8:0:1::/64")
                .isNotEqualTo(peer("2001:db8:0:2::1"));
        assertThat(peer("10.0.0.1")).isEqualTo("10.0.0.1");
    }

    private static String peer(String address) throws UnknownHostException {
        return FailedAttempts.peer(InetAddress.getByName(address));
    }
}
