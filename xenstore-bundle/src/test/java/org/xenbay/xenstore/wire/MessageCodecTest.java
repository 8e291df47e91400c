// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {

    static Stream<Arguments> vectors() {
        return Stream.of(
                vector("02000000 01000000 00000000 06000000 2f746f6f6c00", Operation.READ, 1, 0, "/tool\0"),
                vector("10000000 01000000 00000000 07000000 454e4f454e5400", Operation.ERROR, 1, 0, "ENOENT\0"),
                vector("04000000 02000000 00000000 05000000 2f61007400", Operation.WATCH, 2, 0, "/a\0t\0"),
                vector("04000000 02000000 00000000 03000000 4f4b00", Operation.WATCH, 2, 0, "OK\0"),
                vector("0f000000 00000000 00000000 05000000 2f61007400", Operation.WATCH_EVENT, 0, 0, "/a\0t\0"),
                vector("06000000 03000000 00000000 01000000 00", Operation.TRANSACTION_START, 3, 0, "\0"),
                vector("06000000 03000000 00000000 02000000 3700", Operation.TRANSACTION_START, 3, 0, "7\0"),
                vector("0b000000 04000000 07000000 04000000 2f610031", Operation.WRITE, 4, 7, "/a\0" + "1"),
                vector("07000000 05000000 07000000 02000000 5400", Operation.TRANSACTION_END, 5, 7, "T\0"));
    }

    private static Arguments vector(String hex, Operation operation, int request, int transaction, String payload) {
        return Arguments.of(
                HexFormat.of().parseHex(hex.replace(" ", "")),
                Message.of(operation, request, transaction, payload.getBytes(US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void knownBytesAreWhatAMessageBecomes(byte[] bytes, Message message) {
        assertThat(MessageCodec.encode(message)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void knownBytesBecomeTheMessageFromAStream(byte[] bytes, Message message) throws IOException {
        assertThat(MessageCodec.read(new ByteArrayInputStream(bytes), Message.MAX_PAYLOAD))
                .contains(message);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void knownBytesBecomeTheMessageWhenTheyComeOneByOne(byte[] bytes, Message message) throws IOException {
        MessageDecoder decoder = new MessageDecoder(Message.MAX_PAYLOAD);
        for (int i = 0; i < bytes.length - 1; i++) {
            assertThat(decoder.decode(ByteBuffer.wrap(bytes, i, 1))).isEmpty();
            assertThat(decoder.isInsideMessage()).isTrue();
        }
        assertThat(decoder.decode(ByteBuffer.wrap(bytes, bytes.length - 1, 1))).contains(message);
        assertThat(decoder.isInsideMessage()).isFalse();
    }

    @Test
    void severalMessagesInOneBufferComeOutInOrder() throws IOException {
        ByteBuffer all = ByteBuffer.allocate(1024);
        for (int request = 1; request <= 5; request++) {
            MessageCodec.encode(Message.of(Operation.READ, request, 0, new byte[request - 1]), all);
        }
        all.flip();
        MessageDecoder decoder = new MessageDecoder(Message.MAX_PAYLOAD);
        for (int request = 1; request <= 5; request++) {
            assertThat(decoder.decode(all)).contains(Message.of(Operation.READ, request, 0, new byte[request - 1]));
        }
        assertThat(decoder.decode(all)).isEmpty();
    }

    @Test
    void aLengthBeyondTheBoundIsRefusedBeforeAnythingIsAllocated() {
        for (int length : new int[] {Message.MAX_PAYLOAD + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            ByteBuffer header = ByteBuffer.allocate(Message.HEADER_LENGTH)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(12, length);
            assertThatThrownBy(() -> new MessageDecoder(Message.MAX_PAYLOAD).decode(header.duplicate()))
                    .isInstanceOf(WireException.class)
                    .hasMessageContaining(Integer.toUnsignedString(length));
            InputStream stream = new ByteArrayInputStream(header.array());
            assertThatThrownBy(() -> MessageCodec.read(stream, Message.MAX_PAYLOAD))
                    .isInstanceOf(WireException.class);
        }
    }

    @Test
    void theLongestPayloadPasses() throws IOException {
        Message longest = Message.of(Operation.WRITE, 1, 0, new byte[Message.MAX_PAYLOAD]);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MessageCodec.write(longest, bytes);
        assertThat(bytes.size()).isEqualTo(Message.HEADER_LENGTH + Message.MAX_PAYLOAD);
        assertThat(MessageCodec.read(new ByteArrayInputStream(bytes.toByteArray()), Message.MAX_PAYLOAD))
                .contains(longest);
    }

    @Test
    void aStreamMayEndBetweenMessagesOnly() throws IOException {
        byte[] bytes = MessageCodec.encode(Message.of(Operation.READ, 1, 0, new byte[3]));
        assertThat(MessageCodec.read(new ByteArrayInputStream(new byte[0]), 10)).isEmpty();
        for (int length = 1; length < bytes.length; length++) {
            InputStream cut = new ByteArrayInputStream(bytes, 0, length);
            assertThatThrownBy(() -> MessageCodec.read(cut, 10)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aBufferWithoutRoomIsLeftAsItWas() {
        ByteBuffer small = ByteBuffer.allocate(18);
        assertThatThrownBy(() -> MessageCodec.encode(Message.of(Operation.READ, 1, 0, new byte[3]), small))
                .isInstanceOf(BufferOverflowException.class);
        assertThat(small.position()).isZero();
    }

    @Test
    void everyOperationIsFoundByItsNumberAndTheOthersAreUnknown() {
        for (Operation operation : Operation.values()) {
            assertThat(Operation.ofCode(operation.code())).contains(operation);
        }
        assertThat(Operation.ofCode(20)).isEmpty();
        assertThat(Operation.ofCode(27)).isEmpty();
        assertThat(Operation.ofCode(-1)).isEmpty();
        assertThat(Operation.ofCode(0xffff)).isEmpty();
    }
}
