// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xenbay.api.file.HostFiles;
import org.xenbay.backend.ninepfs.NinePfsBackend;
import org.xenbay.nativexen.file.HostFilesComponent;

/**
 * The 9P server on a socket, with real files in a temporary folder and low limits for clients. An input says which security
 * model, whether each request waits for the reply to the one before, and then messages.
 */
final class NinePTarget implements FuzzTarget {

    static final List<String> MODELS = List.of("none", "passthrough", "mapped-xattr", "mapped-file");
    static final int TOGETHER = 0x80;
    /** In place of a message: bytes as they are. */
    static final int RAW = 0xFF;

    private static final String SECRET = "what no client may ever read";
    private static final int MAX_MESSAGES = 400;
    private static final int MAX_WAITING = 12;
    private static final int MAX_TAGS = 300;

    private final HostFiles files = HostFilesComponent.ofThisHost().orElseThrow();
    private final List<NinePfsBackend> servers = new ArrayList<>();
    private final Path folder;
    private final Path outside;

    /** @param folder for its files */
    NinePTarget(Path folder) throws IOException {
        this.folder = folder;
        this.outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), SECRET);
        for (String model : MODELS) {
            NinePfsBackend server = new NinePfsBackend(Map.of(
                    "threads", 2,
                    "fids", 100,
                    "descriptors", 120,
                    "requests", 16,
                    "messageSize", 65_536,
                    "slowMillis", 600_000,
                    "listenSocket", socket(model).toString(),
                    "listenPath", Files.createDirectory(share(model)).toString(),
                    "listenSecurityModel", model));
            servers.add(server);
            server.setFiles(files);
        }
    }

    private Path share(String model) {
        return folder.resolve("share-" + model);
    }

    private Path socket(String model) {
        return folder.resolve(model + ".sock");
    }

    @Override
    public void run(Input input) throws Exception {
        int how = input.u8();
        String model = MODELS.get((how & 0x7F) % MODELS.size());
        prepare(share(model));
        String before = outside();
        try (NinePConversation client = new NinePConversation(socket(model), SECRET)) {
            converse(client, input, (how & TOGETHER) != 0);
        }
        Finding.require(outside().equals(before), "changed outside of the share: " + before + " is " + outside());
    }

    private static void converse(NinePConversation client, Input input, boolean together) {
        boolean served = true;
        for (int i = 0; served && i < MAX_MESSAGES && !input.isEmpty(); i++) {
            int choice = input.u8();
            if (choice == RAW) {
                // The server may read the next bytes as the rest of the message: no more replies are awaited.
                client.sendBytes(input.bytes(input.u8()));
                return;
            }
            int type = NinePMessages.TYPES[choice % NinePMessages.TYPES.length];
            int tag = type == NinePMessages.VERSION ? NinePMessages.NOTAG : i % MAX_TAGS;
            byte[] message = NinePMessages.read(type, tag, input);
            served = client.send(message);
            if (served && (!together || client.waiting() >= MAX_WAITING || type == NinePMessages.VERSION)) {
                served = client.await();
            }
        }
        if (served) {
            client.await();
        }
    }

    /** A folder with a few files, and links that lead out of it. */
    private void prepare(Path share) throws IOException {
        Folders.empty(share);
        Files.createDirectories(share.resolve("dir"));
        Files.writeString(share.resolve("a"), "content");
        Files.createSymbolicLink(share.resolve("escape"), outside);
        Files.createSymbolicLink(share.resolve("link"), outside.resolve("secret"));
    }

    private String outside() throws IOException {
        Path file = outside.resolve("secret");
        return Files.getAttribute(file, "unix:mode") + " " + Files.getAttribute(file, "unix:uid") + " "
                + Files.getLastModifiedTime(file) + " " + Files.getLastModifiedTime(outside);
    }

    @Override
    public Map<String, byte[]> seeds() {
        return NinePSeeds.all();
    }

    @Override
    public void close() {
        servers.forEach(NinePfsBackend::deactivate);
    }
}
