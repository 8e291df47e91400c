// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.List;

/** In which order backend, device and driver come. */
final class HandshakeCases {

    private HandshakeCases() {}

    static List<ContractCase> all() {
        return List.of(
                ContractCase.of("handshake: backend, device, driver", host -> {
                    host.serve().attach().startDriver();
                    works(host);
                }),
                ContractCase.of("handshake: backend, driver, device", host -> {
                    host.serve().startDriver().attach();
                    works(host);
                }));
    }

    private static void works(ContractHost host) {
        host.awaitConnected(Rule.SERVED_IN_ANY_ORDER);
        host.use();
        host.use();
    }
}
