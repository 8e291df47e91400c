// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * The first message of a client.
 *
 * @param line whether {@code words} is one Gogo command line, to be parsed, and not a command with its arguments
 * @param columns the terminal's width; 0 when the standard output is not a terminal
 * @param keyboard whether the standard input is a terminal
 * @param colour whether the terminal shows colours
 * @param words the command and its arguments, or the command line
 * @param directory the client's working directory, absolute; empty when the client does not send it
 */
public record Hello(boolean line, int columns, boolean keyboard, boolean colour, List<String> words, String directory) {

    /** Version of the protocol; daemon and client must agree. */
    private static final int VERSION = 1;

    private static final int MAX_WORDS = 256;
    private static final int MAX_COLUMNS = 10_000;
    private static final int LINE = 1;
    private static final int KEYBOARD = 2;
    private static final int COLOUR = 4;

    /**
     * Checks its parts.
     *
     * @throws IllegalArgumentException when there are no words or too many, the width is out of range, or the directory is not absolute
     */
    public Hello {
        words = List.copyOf(words);
        if (words.isEmpty() || words.size() > MAX_WORDS) {
            throw new IllegalArgumentException("a command has 1 to " + MAX_WORDS + " words: " + words.size());
        }
        if (columns < 0 || columns > MAX_COLUMNS) {
            throw new IllegalArgumentException("not a terminal's width: " + columns);
        }
        if (!directory.isEmpty() && (!directory.startsWith("/") || directory.indexOf(0) >= 0)) {
            throw new IllegalArgumentException("not an absolute directory: " + directory);
        }
    }

    /**
     * @return the payload
     * @throws IllegalArgumentException when the words are too long for a frame
     */
    public byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeByte((line ? LINE : 0) | (keyboard ? KEYBOARD : 0) | (colour ? COLOUR : 0));
            out.writeShort(columns);
            out.writeShort(words.size());
            for (String word : words) {
                out.writeUTF(word);
            }
            out.writeUTF(directory);
        } catch (IOException tooLong) {
            throw new IllegalArgumentException("an argument is too long", tooLong);
        }
        if (bytes.size() > Frame.MAX_PAYLOAD) {
            throw new IllegalArgumentException("the arguments are longer than " + Frame.MAX_PAYLOAD + " bytes");
        }
        return bytes.toByteArray();
    }

    /**
     * @param payload of a {@link FrameType#HELLO} frame
     * @return the greeting
     * @throws ProtocolException when it is malformed or of another version
     */
    public static Hello decode(byte[] payload) throws ProtocolException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new ProtocolException("the client speaks version " + version + " of the protocol, the daemon "
                        + VERSION + ": they are of different releases");
            }
            int flags = in.readUnsignedByte();
            int columns = in.readUnsignedShort();
            int count = in.readUnsignedShort();
            List<String> words = new ArrayList<>();
            for (int i = 0; i < Math.min(count, MAX_WORDS + 1); i++) {
                words.add(in.readUTF());
            }
            // A client of an earlier release ends here.
            String directory = in.available() > 0 ? in.readUTF() : "";
            return new Hello(
                    (flags & LINE) != 0, columns, (flags & KEYBOARD) != 0, (flags & COLOUR) != 0, words, directory);
        } catch (ProtocolException version) {
            throw version;
        } catch (EOFException cut) {
            throw new ProtocolException("malformed greeting: it is cut short");
        } catch (IOException | IllegalArgumentException malformed) {
            throw new ProtocolException("malformed greeting: " + malformed.getMessage());
        }
    }
}
