// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.xenstore.testing.RawClient;

/** A store that the test reaches by two sockets: as domain 0 on one, as domain 5 on the other. */
abstract class ServerTest {

    static final int GUEST = 5;

    @TempDir
    Path folder;

    final Store store = new Store(quotas());
    StoreServer server;
    StoreServer guestServer;
    RawClient dom0;
    RawClient guest;

    Quotas quotas() {
        return Quotas.DEFAULT;
    }

    @BeforeEach
    void listen() throws IOException {
        server = StoreServer.listen(store, folder.resolve("socket"));
        guestServer = StoreServer.listen(store, folder.resolve("guest-socket"), GUEST);
        dom0 = new RawClient(server.path());
        guest = new RawClient(guestServer.path());
        // Once they have been answered, the store knows both.
        dom0.eventsSoFar();
        guest.eventsSoFar();
    }

    @AfterEach
    void close() throws IOException {
        dom0.close();
        guest.close();
        store.close();
    }
}
