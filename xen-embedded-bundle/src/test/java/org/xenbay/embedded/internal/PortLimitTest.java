// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.XenException;
import org.xenbay.embedded.Faults;

class PortLimitTest {

    private final FaultGate faults = new FaultGate(Faults.none(), domain -> {}, () -> {});
    private final DomainTable domains = new DomainTable();

    @Test
    void whenDomainZeroHasNoPortLeftBindingSaysSo() {
        Domain guest = domains.add(id -> new Domain(id, "guest", faults));
        EmbeddedEventChannels channels = new EmbeddedEventChannels(0, domains, faults, 1);
        int first = guest.ports().reserve(0, () -> {}).number();
        ReservedPort second = guest.ports().reserve(0, () -> {});
        EventChannel bound = channels.bind(guest.id(), first, () -> {});

        assertThatThrownBy(() -> channels.bind(guest.id(), second.number(), () -> {}))
                .isInstanceOf(XenException.class)
                .extracting(refusal -> ((XenException) refusal).errno())
                .isEqualTo(28);
        assertThat(second.isBound()).isFalse();
        bound.close();
        assertThat(channels.bind(guest.id(), second.number(), () -> {}).localPort())
                .isEqualTo(1);
    }

    @Test
    void domainIdsAscendAndComeRoundAtTheReservedOnes() {
        Domain first = domains.add(id -> new Domain(id, "first", faults));
        for (int i = 0; i < 0x7FEF - 1; i++) {
            Domain next = domains.add(id -> new Domain(id, "next", faults));
            next.kill();
            domains.bury(next);
        }
        assertThat(domains.add(id -> new Domain(id, "last", faults)).id()).isEqualTo(2);
        assertThat(first.id()).isEqualTo(1);
    }
}
