// SPDX-License-Identifier: Apache-2.0
package org.xenbay.fuzz;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One client: sends messages, and takes in the replies. Each request has exactly one, or none when it was flushed. */
final class NinePConversation implements AutoCloseable {

    private static final int MAX_REPLY = 1 << 20;

    private final SocketChannel channel;
    private final String secret;
    /** Tags that wait for a reply, and the type of the request. */
    private final Map<Integer, Integer> waiting = new HashMap<>();

    /** Tags of flushes that wait for a reply, and the tag that each flushes. */
    private final Map<Integer, Integer> flushes = new HashMap<>();

    /**
     * @param socket of the server
     * @param secret that no reply may have in it
     */
    NinePConversation(Path socket, String secret) throws IOException {
        this.channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        this.secret = secret;
    }

    boolean isWaiting(int tag) {
        return waiting.containsKey(tag);
    }

    int waiting() {
        return waiting.size();
    }

    /** @return false when the server has ended the conversation */
    boolean send(byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        int tag = bytes.getShort(5) & 0xFFFF;
        int type = message[4] & 0xFF;
        waiting.put(tag, type);
        int flushed = type == NinePMessages.FLUSH ? bytes.getShort(7) & 0xFFFF : tag;
        if (flushed != tag && waiting.containsKey(flushed)) {
            flushes.put(tag, flushed);
        }
        return sendBytes(message);
    }

    /** Sends bytes that may be no message. */
    boolean sendBytes(byte[] any) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(any);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    /** Takes in replies until no request waits for one; false when the server has ended the conversation. */
    boolean await() {
        try {
            while (!waiting.isEmpty()) {
                reply();
            }
            return true;
        } catch (IOException ended) {
            return false;
        }
    }

    private void reply() throws IOException {
        ByteBuffer head = read(7);
        int size = head.getInt(0);
        int type = head.get(4) & 0xFF;
        int tag = head.getShort(5) & 0xFFFF;
        Finding.require(size >= 7 && size <= MAX_REPLY, "a reply of " + size + " bytes");
        String text = StandardCharsets.ISO_8859_1.decode(read(size - 7)).toString();
        Finding.require(!text.contains(secret), "the reply " + type + " has what is outside of the share");
        Integer asked = waiting.remove(tag);
        Finding.require(asked != null, "a reply " + type + " with tag " + tag + ", which nobody waits for");
        Finding.require(type == asked + 1 || type == 7 || type == 107, "a reply " + type + " to a request " + asked);
        Integer flushed = flushes.remove(tag);
        if (flushed != null) {
            waiting.remove(flushed);
            flushes.remove(flushed);
        }
        if (asked == NinePMessages.VERSION) {
            // Every earlier request has ended.
            waiting.clear();
            flushes.clear();
        }
    }

    private ByteBuffer read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("the server ended the conversation");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
