// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePException;

/**
 * A program of a guest. It works in a folder of its own, sends one request after the other, and checks each reply: no change
 * that was confirmed is lost, and no request takes effect twice.
 */
final class GuestModel {

    private static final int EEXIST = 17;
    private static final int READ_WRITE = 2;
    private static final int EXCLUSIVE = 0200;
    private static final int APPEND = 02000;
    private static final int MAX_OPEN = 4;
    private static final int MAX_KNOWN = 12;
    private static final int REMOVE_DIRECTORY = 0x200;
    private static final String[] NAMES = {"a", "b", "c", "d", "e"};

    /** The file, folder or link that a name stands for. */
    private static final class Node {
        private final char kind;
        private byte[] content = {};
        private byte[] attribute;

        Node(char kind) {
            this.kind = kind;
        }
    }

    private record Open(int fid, Node node) {}

    private final NinePClient client;
    private final int folder;
    private final String name;
    private final Random random;
    private final Map<String, Node> names = new TreeMap<>();
    private final List<Open> open = new ArrayList<>();
    private final List<Open> known = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    GuestModel(NinePClient client, int root, String name, long seed) {
        this.client = client;
        this.name = name;
        this.random = new Random(seed);
        client.mkdir(root, name, 0755, 0);
        this.folder = client.walk(root, name);
    }

    List<String> done() {
        return done;
    }

    private String name() {
        return NAMES[random.nextInt(NAMES.length)];
    }

    private byte[] bytes() {
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    void step() {
        String first = name();
        Node node = names.get(first);
        int kind = random.nextInt(16);
        done.add(kind + " " + first + " " + (node == null ? "-" : node.kind));
        switch (kind) {
            case 0 -> make(first, node, 'd', () -> client.mkdir(folder, first, 0755, 0));
            case 1 ->
                make(
                        first,
                        node,
                        'l',
                        () -> client.call(new Message(16)
                                .u32(folder)
                                .string(first)
                                .string("target")
                                .u32(0)));
            case 2, 3 -> create(first, node);
            case 4 -> remove(first, node);
            case 5, 6 -> append(first, node);
            case 7 -> rename(first, node);
            case 8 -> link(first, node);
            case 9 -> attribute(first, node);
            case 10 -> check(first, node);
            case 11 -> useOpen();
            case 12 -> know(first, node);
            case 13, 14 -> useKnown();
            default -> closeOne();
        }
    }

    private static void expect(int error, Runnable request) {
        try {
            request.run();
        } catch (NinePException refused) {
            assertThat(refused.errno()).as(refused::getMessage).isEqualTo(error);
            return;
        }
        assertThat(error).as("an error was expected").isZero();
    }

    private void make(String made, Node there, char kind, Runnable request) {
        expect(there == null ? 0 : EEXIST, request);
        if (there == null) {
            names.put(made, new Node(kind));
        }
    }

    private void create(String made, Node there) {
        int fid = client.walk(folder);
        expect(there == null ? 0 : EEXIST, () -> client.create(fid, made, READ_WRITE | EXCLUSIVE, 0640, 0));
        if (there == null) {
            Node node = new Node('f');
            names.put(made, node);
            open.add(new Open(fid, node));
            lock(fid);
            if (open.size() > MAX_OPEN) {
                client.clunk(open.remove(0).fid);
            }
        } else {
            client.clunk(fid);
        }
    }

    private void lock(int fid) {
        byte status = client.call(new Message(52)
                        .u32(fid)
                        .u8(1)
                        .u32(0)
                        .u64(0)
                        .u64(100)
                        .u32(fid)
                        .string(name))
                .body()
                .get();
        assertThat(status).as("lock of a new file").isZero();
    }

    private void remove(String gone, Node there) {
        int flags = there != null && there.kind == 'd' ? REMOVE_DIRECTORY : 0;
        expect(there == null ? Errno.ENOENT : 0, () -> client.unlinkat(folder, gone, flags));
        names.remove(gone);
    }

    private int opened(String file, int flags) {
        int fid = client.walk(folder, file);
        client.open(fid, flags);
        return fid;
    }

    private void append(String file, Node there) {
        if (there != null && there.kind == 'f') {
            int fid = opened(file, READ_WRITE | APPEND);
            byte[] more = bytes();
            client.write(fid, 0, more);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(there.content);
            all.writeBytes(more);
            there.content = all.toByteArray();
            client.clunk(fid);
        }
    }

    private void rename(String from, Node there) {
        String to = name();
        Node other = names.get(to);
        if (there != null && there.kind == 'd' || other != null && other.kind == 'd') {
            return;
        }
        Message request = new Message(74).u32(folder).string(from).u32(folder).string(to);
        expect(there == null ? Errno.ENOENT : 0, () -> client.call(request));
        if (there != null && there != other) {
            names.remove(from);
            names.put(to, there);
        }
    }

    private void link(String file, Node there) {
        String to = name();
        if (there == null || there.kind == 'd') {
            return;
        }
        int target = client.walk(folder, file);
        expect(
                names.containsKey(to) ? EEXIST : 0,
                () -> client.call(new Message(70).u32(folder).u32(target).string(to)));
        names.putIfAbsent(to, there);
        client.clunk(target);
    }

    private void attribute(String file, Node there) {
        if (there == null || there.kind != 'f') {
            return;
        }
        byte[] value = bytes();
        int flags = there.attribute == null ? 1 : 2;
        int draft = client.walk(folder, file);
        client.call(
                new Message(32).u32(draft).string("user.x").u64(value.length).u32(flags));
        client.write(draft, 0, Arrays.copyOf(value, value.length / 2));
        client.write(draft, value.length / 2, Arrays.copyOfRange(value, value.length / 2, value.length));
        client.clunk(draft);
        there.attribute = value;
    }

    private void check(String file, Node there) {
        if (there == null) {
            expect(Errno.ENOENT, () -> client.walk(folder, file));
        } else if (there.kind == 'f') {
            int fid = opened(file, 0);
            assertThat(client.read(fid, 0, 100_000)).isEqualTo(there.content);
            client.clunk(fid);
            if (there.attribute != null) {
                checkAttribute(file, there);
            }
        }
    }

    private void checkAttribute(String file, Node there) {
        int fid = client.walk(folder, file);
        int reading = client.freshFid();
        client.call(new Message(30).u32(fid).u32(reading).string("user.x"));
        assertThat(client.read(reading, 0, 1000)).isEqualTo(there.attribute);
        client.clunk(reading);
        client.clunk(fid);
    }

    /** The fids include those of files that have no name any more. */
    private void useOpen() {
        if (!open.isEmpty()) {
            Open one = open.get(random.nextInt(open.size()));
            assertThat(client.read(one.fid, 0, 100_000)).isEqualTo(one.node.content);
            byte[] over = bytes();
            client.write(one.fid, 0, over);
            byte[] content = Arrays.copyOf(one.node.content, Math.max(over.length, one.node.content.length));
            System.arraycopy(over, 0, content, 0, over.length);
            one.node.content = content;
        }
    }

    private void know(String file, Node there) {
        if (there != null && there.kind == 'f') {
            known.add(new Open(client.walk(folder, file), there));
            if (known.size() > MAX_KNOWN) {
                client.clunk(known.remove(0).fid);
            }
        }
    }

    /** Checks that a fid still stands for the same file, also after the file was renamed or removed. */
    private void useKnown() {
        if (!known.isEmpty()) {
            Open one = known.get(random.nextInt(known.size()));
            int fid = client.walk(one.fid);
            client.open(fid, 0);
            assertThat(client.read(fid, 0, 100_000)).isEqualTo(one.node.content);
            client.clunk(fid);
        }
    }

    private void closeOne() {
        if (open.size() > 3) {
            client.clunk(open.remove(0).fid);
        }
    }

    /** Compares the files on the host with the files that the guest expects. */
    void compareWith(Path share) throws IOException {
        Path own = share.resolve(name);
        try (var files = Files.list(own)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(names.keySet());
        }
        for (Map.Entry<String, Node> each : names.entrySet()) {
            Path file = own.resolve(each.getKey());
            Node node = each.getValue();
            assertThat(Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)).isEqualTo(node.kind == 'd');
            assertThat(Files.isSymbolicLink(file)).isEqualTo(node.kind == 'l');
            if (node.kind == 'f') {
                assertThat(Files.readAllBytes(file)).isEqualTo(node.content);
            }
        }
    }
}
