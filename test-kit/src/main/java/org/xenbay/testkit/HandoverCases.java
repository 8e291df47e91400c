// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.List;
import org.xenbay.api.device.XenbusState;

/** The backend's code is replaced under a guest. */
final class HandoverCases {

    private static final int VERSIONS = 3;

    private HandoverCases() {}

    static List<ContractCase> all() {
        return List.of(ContractCase.of("update: another version serves on, and the guest sees nothing", host -> {
            host.connect();
            for (int i = 0; i < VERSIONS; i++) {
                host.use();
                host.replace();
            }
            host.use();
            sawNothing(host);
        }));
    }

    static void sawNothing(ContractHost host) {
        List<XenbusState> seen = host.probe().backendStates();
        if (seen.contains(XenbusState.CLOSING)
                || seen.contains(XenbusState.CLOSED)
                || !host.probe().failures().isEmpty()) {
            throw new ContractViolation(Rule.HANDS_OVER, "the guest saw " + seen + ": " + host.describe(), null);
        }
    }
}
