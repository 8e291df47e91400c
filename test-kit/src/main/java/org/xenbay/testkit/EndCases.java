// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.List;
import org.xenbay.embedded.FaultEffect;
import org.xenbay.embedded.FaultStep;

/** Cases in which a connection ends and another one begins. */
final class EndCases {

    private static final int RELOADS = 2;
    private static final int STEPS = 3;

    private EndCases() {}

    static List<ContractCase> all() {
        return List.of(
                ContractCase.of("end: the toolstack removes the device", host -> {
                    host.checkLeaksAtEnd().connect();
                    host.uses().once();
                    remove(host);
                }),
                ContractCase.of("end: the toolstack removes the device while it is in use", host -> {
                    host.connect();
                    host.uses().onAndOn();
                    remove(host);
                    host.servesTheNext();
                }),
                ContractCase.of("end: the driver is unloaded, and loaded again", EndCases::reload),
                ContractCase.of("end: the driver is unloaded while the device is in use", host -> {
                    host.connect();
                    host.uses().onAndOn();
                    host.demands()
                            .done(
                                    Rule.CLOSES,
                                    "the driver cannot leave",
                                    host.client().unload());
                    host.awaitNothingHeld();
                }),
                ContractCase.of("end: the guest is destroyed", host -> {
                    host.connect();
                    host.uses().once();
                    isForgotten(host);
                }),
                ContractCase.of("end: the guest is destroyed while the device is in use", host -> {
                    host.checkLeaksAtEnd().connect();
                    host.uses().onAndOn();
                    isForgotten(host);
                    host.servesTheNext();
                }),
                ContractCase.of("end: the guest is gone while it is connected", EndCases::goneAtASteps));
    }

    private static void remove(ContractHost host) {
        if (!host.admin().detach(host.id(), true)) {
            host.demands().fails(Rule.CLOSES, "it did not close by itself: " + host.describe(), null);
        }
        host.awaitNothingHeld();
    }

    /** A driver may publish the same nodes again, or other ones: nodes of the earlier connection must not count. */
    private static void reload(ContractHost host) {
        host.connect();
        host.uses().once();
        for (int i = 0; i < RELOADS; i++) {
            host.demands()
                    .done(
                            Rule.CLOSES,
                            "the driver waits for the backend to close",
                            host.client().unload());
            host.awaitNothingHeld();
            if (i > 0) {
                host.guest().useUpNumbers();
            }
            host.demands()
                    .done(
                            Rule.SERVED_ANEW,
                            "the driver waits for the backend",
                            host.client().reload());
            host.awaitConnected(Rule.SERVED_ANEW);
            host.uses().once();
        }
    }

    private static void isForgotten(ContractHost host) {
        host.destroyGuest();
        host.awaitNothingHeld();
        host.demands()
                .until(
                        Rule.CLOSES,
                        "the device of a guest that is gone is still known",
                        () -> host.admin().device(host.id()).isEmpty());
    }

    /** The guest is destroyed just before the backend maps, binds or signals. */
    private static void goneAtASteps(ContractHost host) {
        host.serve();
        for (FaultStep step : List.of(FaultStep.MAP, FaultStep.BIND, FaultStep.SIGNAL)) {
            for (int passed = 0; passed < STEPS; passed++) {
                host.calls().during("the guest is destroyed before " + step + " number " + (passed + 1));
                host.faults().inject(step, new FaultEffect.KillGuest(), passed, 1);
                host.attach().startDriver();
                host.tryToUse();
                host.faults().clear();
                host.destroyGuest();
                host.awaitNothingHeld();
                host.nextGuest();
            }
        }
        host.attach().startDriver();
        host.servesTheNext();
    }
}
