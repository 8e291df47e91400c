// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.List;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.embedded.FaultEffect;
import org.xenbay.embedded.FaultStep;

/** Cases in which the host fails a backend: XenStore is away, the hypervisor refuses, work for the host takes long. */
final class HostCases {

    private static final int STORE_STEPS = 8;
    private static final int REFUSALS = 2;
    private static final int EINVAL = 22;

    private HostCases() {}

    static List<ContractCase> all() {
        return List.of(
                ContractCase.of("host: XenStore is away, and comes back", HostCases::storeAway),
                ContractCase.of("host: XenStore is lost at each step of the handshake", HostCases::storeLost),
                ContractCase.of("host: the hypervisor refuses a page or a port", HostCases::refused),
                ContractCase.of("host: its work is slow, and the device is removed", host -> {
                    host.connect();
                    host.interference().holdHost();
                    host.uses().begin();
                    if (!host.admin().detach(host.id(), true)) {
                        host.demands().fails(Rule.CLOSES, "while the host is slow: " + host.describe(), null);
                    }
                    host.awaitNothingHeld();
                    host.interference().releaseHost();
                    host.servesTheNext();
                }),
                ContractCase.of("host: its work is slow, and the code is replaced", host -> {
                    host.connect();
                    GuestPrograms.Busy busy = host.uses().onAndOn();
                    int uses = busy.uses();
                    host.interference().holdHost();
                    // Replaces a backend whose work for the host does not end.
                    host.demands()
                            .until(
                                    Rule.WORKS,
                                    "the guest's program does not go on",
                                    () -> host.interference().isHeld() || busy.failed() || busy.uses() > uses + 1);
                    host.replace();
                    host.interference().releaseHost();
                    HandoverCases.sawNothing(host);
                }));
    }

    private static void storeAway(ContractHost host) {
        host.connect();
        host.xen().stopStore();
        host.uses().once();
        host.xen().startStore();
        host.awaitConnected(Rule.WORKS);
        host.uses().once();
        host.xen().loseStore();
        host.uses().once();
        HandoverCases.sawNothing(host);
        host.demands()
                .done(Rule.CLOSES, "the driver cannot leave", host.client().unload());
        host.awaitNothingHeld();
    }

    private static void storeLost(ContractHost host) {
        host.serve();
        for (int passed = 0; passed < STORE_STEPS; passed++) {
            host.calls().during("XenStore is lost at request " + (passed + 1) + " of the handshake");
            host.attach();
            host.faults().inject(FaultStep.STORE, new FaultEffect.LoseStore(), passed, 1);
            host.startDriver();
            host.awaitConnected(Rule.SERVED_IN_ANY_ORDER);
            host.faults().clear();
            host.uses().once();
            host.nextGuest();
        }
    }

    private static void refused(ContractHost host) {
        host.serve();
        for (int passed = 0; passed < REFUSALS; passed++) {
            refuse(host, FaultStep.MAP, new FaultEffect.RefuseGrant(GrantStatus.GENERAL_ERROR), passed);
            refuse(host, FaultStep.BIND, new FaultEffect.Refuse(EINVAL), passed);
        }
        host.attach().startDriver();
        host.servesTheNext();
    }

    private static void refuse(ContractHost host, FaultStep step, FaultEffect effect, int passed) {
        host.calls().during(step + " number " + (passed + 1) + " is refused");
        host.faults().inject(step, effect, passed, 1);
        host.attach().startDriver();
        host.tryToUse();
        host.faults().clear();
        host.destroyGuest();
        host.awaitNothingHeld();
        host.nextGuest();
    }
}
