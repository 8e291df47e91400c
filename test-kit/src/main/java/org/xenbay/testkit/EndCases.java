// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.List;

/** How a connection ends, and begins again. */
final class EndCases {

    private EndCases() {}

    static List<ContractCase> all() {
        return List.of(
                ContractCase.of("end: the toolstack removes the device", EndCases::remove),
                ContractCase.of("end: the driver is unloaded, and loaded again", EndCases::reload),
                ContractCase.of("end: the guest is destroyed", EndCases::destroy));
    }

    private static void remove(ContractHost host) {
        host.connect();
        host.use();
        if (!host.admin().detach(host.id(), true)) {
            throw new ContractViolation(Rule.CLOSES, host.describe(), null);
        }
        host.awaitNothingHeld();
    }

    private static void reload(ContractHost host) {
        host.connect();
        host.use();
        host.await(
                Rule.CLOSES,
                "the driver waits for the backend to close",
                host.client().unload());
        host.awaitNothingHeld();
        host.await(
                Rule.SERVED_ANEW,
                "the driver waits for the backend",
                host.client().reload());
        host.awaitConnected(Rule.SERVED_ANEW);
        host.use();
    }

    private static void destroy(ContractHost host) {
        host.connect();
        host.use();
        host.client().close();
        host.xen().destroy(host.guest().domain());
        host.awaitNothingHeld();
        host.until(
                Rule.CLOSES,
                "the device of a guest that is gone is still known",
                () -> host.admin().device(host.id()).isEmpty());
    }
}
