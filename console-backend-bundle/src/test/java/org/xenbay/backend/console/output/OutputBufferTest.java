// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.console.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xenbay.api.budget.Allowance;

class OutputBufferTest {

    private static final OutputCursor.ReaderOptions READER = new OutputCursor.ReaderOptions(true, true);
    private static final OutputCursor.ReaderOptions PROGRAM = new OutputCursor.ReaderOptions(false, true);

    @Test
    void aBufferWhoseBoundsChangeLosesNothingThatFits() throws Exception {
        Random random = new Random(12);
        OutputBuffer buffer = new OutputBuffer(64 << 10, 0, Allowance.unlimited());
        OutputCursor cursor = OutputCursor.at(buffer, READER, 0);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int round = 0; round < 2000; round++) {
            byte[] piece = new byte[random.nextInt(3000)];
            random.nextBytes(piece);
            buffer.append(piece, 0, piece.length);
            written.writeBytes(piece);
            cursor.writeTo(atMost(cursor.unread() > 20_000 ? Integer.MAX_VALUE : random.nextInt(4000), read));
            buffer.resize(24_000 + random.nextInt(100_000), random.nextInt(30_000));
            buffer.trim();
        }
        cursor.writeTo(atMost(Integer.MAX_VALUE, read));
        assertThat(read.toByteArray()).isEqualTo(written.toByteArray());
        assertThat(buffer.dropped()).isZero();
    }

    @Test
    void aBufferThatIsMadeSmallerDropsTheOldest() throws Exception {
        OutputBuffer buffer = new OutputBuffer(64 << 10, 0, Allowance.unlimited());
        byte[] bytes = random(60_000, 3);
        buffer.append(bytes, 0, bytes.length);
        buffer.resize(8192, 0);
        assertThat(buffer.copyOfKept()).endsWith(Arrays.copyOfRange(bytes, 60_000 - buffer.kept(), 60_000));
        assertThat(buffer.kept()).isBetween(4096, 8192);
    }

    @Test
    void aReaderGetsExactlyWhatWasWritten() throws Exception {
        Random random = new Random(11);
        OutputBuffer buffer = new OutputBuffer(1 << 20, 0, Allowance.unlimited());
        OutputCursor cursor = OutputCursor.at(buffer, READER, 0);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (int round = 0; round < 3000; round++) {
            byte[] piece = new byte[random.nextInt(3000)];
            random.nextBytes(piece);
            buffer.append(piece, 0, piece.length);
            written.writeBytes(piece);
            cursor.writeTo(atMost(random.nextInt(4000), read));
            buffer.trim();
            if (cursor.unread() > 900_000) {
                cursor.writeTo(atMost(Integer.MAX_VALUE, read));
            }
        }
        cursor.writeTo(atMost(Integer.MAX_VALUE, read));
        assertThat(read.toByteArray()).isEqualTo(written.toByteArray());
        assertThat(buffer.dropped()).isZero();
    }

    @Test
    void theOldestWholeLinesGoAndOneLineSaysHowMuch() throws Exception {
        OutputBuffer buffer = new OutputBuffer(4096, 0, Allowance.unlimited());
        OutputCursor cursor = OutputCursor.at(buffer, READER, 0);
        StringBuilder all = new StringBuilder();
        for (int line = 0; line < 1000; line++) {
            all.append("line ").append(line).append('\n');
        }
        append(buffer, all.toString());
        String seen = readAll(cursor);
        String firstLine = seen.substring(0, seen.indexOf("\r\n"));
        String rest = seen.substring(firstLine.length() + 2);
        assertThat(firstLine).isEqualTo("[" + (all.length() - rest.length()) + " bytes of output lost]");
        assertThat(rest).startsWith("line ").hasSizeBetween(4000, 4096);
        assertThat(all.toString()).endsWith(rest);
        assertThat(buffer.dropped()).isEqualTo(all.length() - rest.length());
        assertThat(cursor.lost()).isEqualTo(buffer.dropped());
    }

    @Test
    void aMarkAfterHalfALineBeginsALineOfItsOwn() throws Exception {
        OutputBuffer buffer = new OutputBuffer(4096, 0, Allowance.unlimited());
        OutputCursor cursor = OutputCursor.at(buffer, READER, 0);
        append(buffer, "half a line");
        readAll(cursor);
        append(buffer, "x\n".repeat(5000));
        assertThat(readAll(cursor)).startsWith("\r\n[").contains(" bytes of output lost]\r\nx\n");
    }

    @Test
    void whoReadsWithAProgramGetsNoMark() throws Exception {
        OutputBuffer buffer = new OutputBuffer(4096, 0, Allowance.unlimited());
        OutputCursor cursor = OutputCursor.at(buffer, PROGRAM, 0);
        append(buffer, "y\n".repeat(5000));
        assertThat(readAll(cursor)).matches("(y\n)+").hasSizeBetween(4090, 4096);
        assertThat(cursor.lost()).isGreaterThan(5000);
    }

    @Test
    void oneEndlessLineIsCutWhereItMustBe() throws Exception {
        OutputBuffer buffer = new OutputBuffer(8192, 0, Allowance.unlimited());
        OutputCursor cursor = OutputCursor.at(buffer, PROGRAM, 0);
        append(buffer, "z".repeat(100_000));
        assertThat(readAll(cursor)).hasSize(8192);
    }

    @Test
    void aSlowReaderLosesAloneAndOthersLoseNothing() throws Exception {
        OutputBuffer buffer = new OutputBuffer(4096, 0, Allowance.unlimited());
        OutputCursor fast = OutputCursor.at(buffer, READER, 0);
        OutputCursor slow = OutputCursor.at(buffer, READER, 0);
        StringBuilder fastSaw = new StringBuilder();
        StringBuilder all = new StringBuilder();
        for (int line = 0; line < 2000; line++) {
            append(buffer, "line " + line + "\n");
            all.append("line ").append(line).append('\n');
            fastSaw.append(readAll(fast));
        }
        assertThat(fastSaw.toString()).isEqualTo(all.toString());
        assertThat(readAll(slow)).startsWith("[").endsWith("line 1999\n");
        assertThat(fast.lost()).isZero();
    }

    @Test
    void whatAllHaveReadIsKeptAsHistoryOnly() throws Exception {
        OutputBuffer buffer = new OutputBuffer(1 << 20, 10_000, Allowance.unlimited());
        OutputCursor cursor = OutputCursor.at(buffer, READER, 0);
        for (int line = 0; line < 20_000; line++) {
            append(buffer, "line " + line + "\n");
            readAll(cursor);
            buffer.trim();
        }
        assertThat(buffer.kept()).isBetween(10_000, 10_000 + OutputBuffer.CHUNK);
        assertThat(buffer.allocated()).isLessThanOrEqualTo(10_000 + 4 * OutputBuffer.CHUNK);
        assertThat(readAll(OutputCursor.atOldest(buffer, READER)))
                .as("a late reader begins with a whole line")
                .matches("(?s)line \\d+\n.*line 19999\n")
                .hasSizeGreaterThan(9_900);
        assertThat(buffer.dropped()).isZero();
    }

    @Test
    void anIdleConsoleHasNoMemoryForOutput() {
        assertThat(new OutputBuffer(1 << 20, 32768, Allowance.unlimited()).allocated())
                .isZero();
    }

    @Test
    void aFullBufferAllocatesNothingMore() {
        OutputBuffer buffer = new OutputBuffer(1 << 16, 0, Allowance.unlimited());
        OutputCursor.at(buffer, READER, 0);
        byte[] line = "0123456789abcdef0123456789abcde\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100_000; i++) {
            buffer.append(line, 0, line.length);
            assertThat(buffer.kept()).isLessThanOrEqualTo(1 << 16);
        }
        assertThat(buffer.allocated()).isLessThanOrEqualTo((1 << 16) + 3 * OutputBuffer.CHUNK);
    }

    @Test
    void aReaderThatCountsIsNotHurriedForTheSakeOfWholeLines() throws Exception {
        OutputBuffer buffer = new OutputBuffer(4096, 0, Allowance.unlimited());
        OutputCursor counting = OutputCursor.at(buffer, READER, 0);
        append(buffer, "a".repeat(100));
        readAll(counting);
        append(buffer, "b".repeat(buffer.room() - 1) + "\n");
        assertThat(buffer.room()).isZero();
        assertThat(readAll(counting)).doesNotContain("lost").hasSize(4096);
        assertThat(buffer.dropped()).isZero();
    }

    private static byte[] random(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void append(OutputBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        buffer.append(bytes, 0, bytes.length);
    }

    private static String readAll(OutputCursor cursor) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        cursor.writeTo(atMost(Integer.MAX_VALUE, read));
        return read.toString(StandardCharsets.US_ASCII);
    }

    private static OutputCursor.Sink atMost(int most, ByteArrayOutputStream target) {
        int[] left = {most};
        return (ByteBuffer bytes) -> {
            byte[] taken = new byte[Math.min(left[0], bytes.remaining())];
            bytes.get(taken);
            target.writeBytes(taken);
            left[0] -= taken.length;
        };
    }
}
