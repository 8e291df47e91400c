// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.host.DescriptorStore;

class UnclaimedFilesTest {

    private final List<Runnable> later = new ArrayList<>();
    private final UnclaimedFiles unclaimed = new UnclaimedFiles(later::add);

    /** Counts how often it is told to close what nobody has taken. */
    private static final class Store implements DescriptorStore {
        private int closes;

        @Override
        public AutoCloseable take(String token) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void closeUnclaimed() {
            closes++;
        }
    }

    @Test
    void filesAreClosedWhenAllDevicesHaveTakenTheirs() {
        Store store = new Store();
        unclaimed.closeLater(store);
        assertThat(store.closes).isZero();
        later.forEach(Runnable::run);
        assertThat(store.closes).isOne();
    }

    /** Timers run until all devices have left their files to the next run. */
    @Test
    void filesThatDevicesLeaveWhileTheCoreStopsAreNotClosed() {
        Store store = new Store();
        unclaimed.closeLater(store);
        unclaimed.stop();
        later.forEach(Runnable::run);
        assertThat(store.closes).isZero();
    }
}
