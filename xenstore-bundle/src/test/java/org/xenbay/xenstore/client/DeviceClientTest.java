// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStore;
import org.xenbay.xenstore.server.Store;
import org.xenbay.xenstore.server.StoreServer;
import org.xenbay.xenstore.testing.SocatDevice;
import org.xenbay.xenstore.testing.XenStoreContract;

/** The contract, over a character device. */
class DeviceClientTest extends XenStoreContract {

    @TempDir
    Path folder;

    private final Store store = new Store();
    private SocatDevice device;
    private XenStoreClient client;

    @BeforeEach
    void connect() throws IOException {
        StoreServer server = StoreServer.listen(store, folder.resolve("socket"));
        device = SocatDevice.joinedTo(server.path(), folder.resolve("xenbus"));
        client = XenStoreClient.connect(XenStoreAddress.of(device.path()));
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
        if (device != null) {
            device.close();
        }
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

    @Test
    void aMessageWithItsHeaderHasAtMostFourKibibytes() {
        int most = 4096 - 16 - "/tool".length() - 1;
        client.writeBytes(TOOL, new byte[most]);
        assertThat(client.readBytes(TOOL))
                .hasValueSatisfying(value -> assertThat(value).hasSize(most));
        assertThatThrownBy(() -> client.writeBytes(TOOL, new byte[most + 1])).satisfies(refusedWith(StoreError.E2BIG));
    }

    @Test
    void aDeviceThatEndsIsNoticed() {
        device.close();
        Awaitility.await().until(() -> !client.isConnected());
        assertThatThrownBy(() -> client.read(TOOL))
                .satisfies(refusedWith(StoreError.CONNECTION_LOST))
                .hasMessageContaining(device.path().toString());
    }
}
