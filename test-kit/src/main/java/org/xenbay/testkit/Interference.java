// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.device.Parked;

/** A case's changes to a backend from inside, and its observations there. From any thread. */
final class Interference {

    private static final UnaryOperator<Parked> NOTHING = parked -> parked;

    private volatile UnaryOperator<Parked> parked = NOTHING;
    private volatile CountDownLatch hostWork = new CountDownLatch(0);
    private volatile boolean held;
    private volatile @Nullable Object answer;

    /** @param change changes a predecessor's parked state */
    void changeParked(UnaryOperator<Parked> change) {
        parked = change;
    }

    /** Leaves the parked state unchanged. */
    void leaveParked() {
        parked = NOTHING;
    }

    /** @return whether a case changes the parked state */
    boolean changesParked() {
        return parked != NOTHING;
    }

    Parked parked(Parked original) {
        return parked.apply(original);
    }

    /** From now on, work for the host does not end. */
    void holdHost() {
        held = false;
        hostWork = new CountDownLatch(1);
    }

    void releaseHost() {
        hostWork.countDown();
    }

    /** A piece of work for the host begins. */
    void awaitHost() throws InterruptedException {
        CountDownLatch now = hostWork;
        held |= now.getCount() > 0;
        now.await();
    }

    /** @return whether work for the host was held since {@link #holdHost} */
    boolean isHeld() {
        return held;
    }

    /** Forgets the answer to the last connect. */
    void forgetAnswer() {
        answer = null;
    }

    void answered(Object readinessOrException) {
        answer = readinessOrException;
    }

    /** @return the answer to the last connect, or its exception; null before the first one */
    @Nullable
    Object answer() {
        return answer;
    }
}
