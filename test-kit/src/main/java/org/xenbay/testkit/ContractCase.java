// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import java.util.function.Consumer;

/**
 * One test of a backend.
 *
 * @param name its description
 * @param body runs it, with the author's backend and guest
 */
record ContractCase(String name, Consumer<BackendContract> body) {

    /** @return whether it is about kills only */
    boolean kills() {
        return name.startsWith("kill");
    }

    /** @return a case with a host that is closed at its end */
    static ContractCase of(String name, Consumer<ContractHost> body) {
        return new ContractCase(name, author -> {
            try (ContractHost host = new ContractHost(author)) {
                body.accept(host);
            }
        });
    }
}
