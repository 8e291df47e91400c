// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.List;
import org.xenbay.api.device.XenbusState;

/** Cases in which the backend's code is replaced under a guest. */
final class HandoverCases {

    private static final int VERSIONS = 3;

    private HandoverCases() {}

    static List<ContractCase> all() {
        return List.of(
                ContractCase.of("update: another version takes over, and the guest sees nothing", host -> {
                    host.checkLeaksAtEnd().connect();
                    for (int i = 0; i < VERSIONS; i++) {
                        host.uses().once();
                        host.replace();
                    }
                    host.uses().once();
                    sawNothing(host);
                }),
                ContractCase.of("update: another version takes over while the device is in use", host -> {
                    host.connect();
                    GuestPrograms.Busy busy = host.uses().onAndOn();
                    for (int i = 0; i < VERSIONS; i++) {
                        host.replace();
                        host.uses().await(busy, 1);
                    }
                    GuestPrograms.letEnd(busy);
                    sawNothing(host);
                }),
                ContractCase.of("update: the device is removed while it is parked", host -> {
                    host.connect();
                    host.uses().once();
                    host.withdraw();
                    if (!host.admin().detach(host.id(), true)) {
                        host.demands().fails(Rule.CLOSES, "parked: " + host.describe(), null);
                    }
                    host.awaitNothingHeld();
                }),
                ContractCase.of("update: the guest is destroyed while it is parked", host -> {
                    host.connect();
                    host.uses().once();
                    host.withdraw();
                    host.destroyGuest();
                    host.awaitNothingHeld();
                }),
                ContractCase.of("update: the driver is loaded again after it", host -> {
                    host.connect();
                    host.uses().once();
                    host.replace();
                    host.demands()
                            .done(
                                    Rule.CLOSES,
                                    "the driver cannot leave",
                                    host.client().unload());
                    host.awaitNothingHeld();
                    host.demands()
                            .done(
                                    Rule.SERVED_ANEW,
                                    "the driver waits for the backend",
                                    host.client().reload());
                    host.awaitConnected(Rule.SERVED_ANEW);
                    host.uses().once();
                }));
    }

    static void sawNothing(ContractHost host) {
        List<XenbusState> seen = host.probe().backendStates();
        if (seen.contains(XenbusState.CLOSING)
                || seen.contains(XenbusState.CLOSED)
                || !host.probe().failures().isEmpty()) {
            host.demands().fails(Rule.HANDS_OVER, "the guest saw " + seen + ": " + host.describe(), null);
        }
    }
}
