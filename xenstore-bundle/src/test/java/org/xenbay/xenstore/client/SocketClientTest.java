// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.store.XenStore;
import org.xenbay.xenstore.server.Store;
import org.xenbay.xenstore.server.StoreServer;
import org.xenbay.xenstore.testing.XenStoreContract;

/** The contract, over a UNIX socket. */
class SocketClientTest extends XenStoreContract {

    @TempDir
    Path folder;

    private final Store store = new Store();
    private XenStoreClient client;

    @BeforeEach
    void connect() throws IOException {
        StoreServer server = StoreServer.listen(store, folder.resolve("socket"));
        client = XenStoreClient.connect(XenStoreAddress.of(server.path()));
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Override
    protected XenStore store() {
        return client;
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
