// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.guest.Guest;

/** A host with a guest, and two backends of one type, of which one follows the other. */
abstract class TwoBackends {

    final Host host = new Host();
    final ProbeBackend first = new ProbeBackend();
    final ProbeBackend second = new ProbeBackend();
    final Guest guest = host.guest("g");
    final DeviceId id = new DeviceId(guest.domain(), ProbeBackend.TYPE, 0);

    @AfterEach
    void nothingIsHeldAtTheEnd() {
        host.close();
        assertThat(first.open).as("handlers of the first backend").hasValue(0);
        assertThat(second.open).as("handlers of the second backend").hasValue(0);
        host.assertNothingHeld();
    }
}
