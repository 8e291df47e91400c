// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import org.junit.jupiter.api.AfterEach;
import org.xenbay.api.store.XenStore;
import org.xenbay.xenstore.testing.XenStoreContract;

/** The contract, by direct calls of the engine. */
class LocalXenStoreTest extends XenStoreContract {

    private final Store store = new Store();
    private final XenStore connection = store.connect(0);

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected XenStore store() {
        return connection;
    }

    @Override
    protected void introduce(int domain) {
        store.introduce(domain);
    }

    @Override
    protected void release(int domain) {
        store.release(domain);
    }
}
