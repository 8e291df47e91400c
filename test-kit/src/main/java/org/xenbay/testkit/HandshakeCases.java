// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.List;
import org.xenbay.api.device.XenbusState;

/** Cases of the order in which backend, device and driver appear, and of what a frontend may do before both are Connected. */
final class HandshakeCases {

    /** The case on which all others depend. */
    static final String USUAL = "handshake: backend, device, driver";

    private HandshakeCases() {}

    static List<ContractCase> all() {
        return List.of(
                ContractCase.of(USUAL, host -> {
                    host.serve().attach().startDriver();
                    works(host);
                }),
                ContractCase.of("handshake: backend, driver, device", host -> {
                    host.serve().startDriver().attach();
                    works(host);
                }),
                ContractCase.of("handshake: device, backend, driver", host -> {
                    attachBefore(host);
                    host.serve().startDriver();
                    works(host);
                }),
                ContractCase.of("handshake: device, driver, backend", host -> {
                    attachBefore(host);
                    host.startDriver().serve();
                    works(host);
                }),
                ContractCase.of("handshake: driver, device, backend", host -> {
                    host.startDriver();
                    attachBefore(host);
                    host.serve();
                    works(host);
                }),
                ContractCase.of("handshake: driver, backend, device", host -> {
                    host.startDriver().serve().attach();
                    works(host);
                }),
                ContractCase.of("handshake: the driver leaves again before it is served", HandshakeCases::leaves),
                ContractCase.of(
                        "handshake: the driver crashes, and starts again without closing the device",
                        HandshakeCases::kexec));
    }

    private static void works(ContractHost host) {
        host.awaitConnected(Rule.SERVED_IN_ANY_ORDER);
        host.uses().once();
        host.uses().once();
    }

    /** The device exists, and has not been served: its backend was present only to return its nodes. */
    private static void attachBefore(ContractHost host) {
        host.serve().withdraw();
        host.attachUnserved();
    }

    private static void leaves(ContractHost host) {
        host.serve().attach().startDriver();
        host.demands()
                .until(
                        Rule.SERVED_IN_ANY_ORDER,
                        "the driver does not begin",
                        () -> !host.probe().frontendStates().isEmpty());
        host.demands()
                .done(Rule.CLOSES, "the driver cannot leave", host.client().unload());
        host.demands()
                .until(
                        Rule.CLOSES,
                        "the backend does not follow to Closed",
                        () -> host.backendState() == XenbusState.CLOSED);
        host.demands()
                .done(
                        Rule.SERVED_ANEW,
                        "the driver waits for the backend",
                        host.client().reload());
        works(host);
    }

    /** Like kexec: the kernel of a guest starts another one, and the first kernel's drivers do not close. */
    private static void kexec(ContractHost host) {
        host.connect();
        host.uses().once();
        host.crashDriver();
        host.writeFrontendState(XenbusState.INITIALISING);
        host.startDriver();
        host.awaitConnected(Rule.SERVED_ANEW);
        host.uses().once();
    }
}
