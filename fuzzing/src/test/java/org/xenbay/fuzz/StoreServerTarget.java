// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.embedded.EmbeddedXen;
import org.xenbay.xenstore.client.XenStoreAddress;
import org.xenbay.xenstore.client.XenStoreClient;
import org.xenbay.xenstore.server.StoreServer;

/**
 * XenStore's server on its socket. After each input another client still gets an answer, and a node that the input did not
 * touch is unchanged.
 */
final class StoreServerTarget implements FuzzTarget {

    private static final int MOST = 200;
    private static final StorePath KEPT = StorePath.of("/kept/by/another/client");

    private final EmbeddedXen xen = new EmbeddedXen();
    private final Path socket;
    private final StoreServer server;
    private final XenStore other;

    StoreServerTarget(Path folder) throws IOException {
        socket = folder.resolve("store");
        server = xen.listen(socket);
        other = XenStoreClient.connect(XenStoreAddress.of(socket));
    }

    @Override
    public void run(Input input) throws Exception {
        other.write(KEPT, "kept");
        try (StreamPeer client = new StreamPeer(socket)) {
            boolean served = true;
            for (int i = 0; served && i < MOST && !input.isEmpty(); i++) {
                served = client.send(StoreMessages.read(input));
            }
            // An answer to another client shows that the server has read the earlier requests.
            Finding.require(other.list(StorePath.of("/")) != null, "no answer");
            client.take();
        }
        for (StorePath left : new StorePath[] {StorePath.of("/local/domain/1"), StorePath.of("/a")}) {
            other.remove(left);
        }
    }

    @Override
    public Map<String, byte[]> seeds() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        InputWriter all = new InputWriter();
        StoreMessages.write(all, 11, "/local/domain/1/a", "x");
        StoreMessages.write(all, 2, "/local/domain/1/a");
        StoreMessages.write(all, 1, "/local/domain/1");
        StoreMessages.write(all, 22, "/local/domain/1", "0");
        StoreMessages.write(all, 14, "/local/domain/1/a", "n0", "r7");
        StoreMessages.write(all, 3, "/local/domain/1/a");
        StoreMessages.write(all, 4, "/local/domain/1", "token");
        StoreMessages.write(all, 12, "/local/domain/1/a/b");
        StoreMessages.write(all, 5, "/local/domain/1", "token");
        StoreMessages.write(all, 13, "/local/domain/1/a");
        StoreMessages.write(all, 10, "1");
        StoreMessages.write(all, 17, "1");
        seeds.put("each-request-once", all.toBytes());
        InputWriter transactions = new InputWriter();
        for (int i = 0; i < 12; i++) {
            StoreMessages.write(transactions, 6, "");
        }
        transactions.u8(11).u8(5).u8(1).u8(3).u8(2).u8(7).u8(3).u8(1).u8(19);
        seeds.put("transactions-that-nobody-ends", transactions.toBytes());
        InputWriter watches = new InputWriter();
        for (int i = 0; i < 60; i++) {
            StoreMessages.write(watches, 4, "/local/domain/1", "token" + i);
            StoreMessages.write(watches, 11, "/local/domain/1/a", "x");
        }
        seeds.put("watches-whose-events-nobody-reads", watches.toBytes());
        for (int type = 0; type < 28; type++) {
            seeds.put(
                    "request-" + type + "-without-words-and-with-too-many",
                    StoreMessages.write(
                                    StoreMessages.write(new InputWriter(), type), type, "/", "a", "0", "1", "T", "x1")
                            .toBytes());
        }
        seeds.put(
                "a-length-that-cannot-be",
                new InputWriter().u8(2).u8(0x82).u8(3).u8(Input.EDGE + 9).toBytes());
        return seeds;
    }

    @Override
    public void close() {
        other.close();
        server.close();
        xen.close();
    }
}
