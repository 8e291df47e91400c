// SPDX-License-Identifier: Apache-2.0
package org.xenbay.web.access;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.xenbay.api.access.PrivateFiles;
import org.xenbay.api.access.SecretFile;

/**
 * The file of tokens: a line for each, {@code full} or {@code read-only}, a blank, and the token. It is made when it is missing, is read at
 * each login, and has to be the daemon's user's, who alone may read it.
 */
public final class Tokens {

    /** Shorter ones could be guessed. */
    private static final int MIN_LENGTH = 20;

    private static final int MAX_BYTES = 65536;

    /** Of those that are made here: 256 random bits. */
    private static final int MADE_LENGTH = 43;

    private final Path file;

    private Tokens(Path file) {
        this.file = file;
    }

    /**
     * @param file made when it is missing, its folder too
     * @return the tokens
     * @throws IOException when there is no such file and none can be made, or what is there cannot be used
     */
    public static Tokens at(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            make(file);
        }
        Tokens tokens = new Tokens(file);
        tokens.read();
        return tokens;
    }

    private static void make(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            PrivateFiles.makeFolder(parent);
        }
        String text = """
                # Who may use the page. Other tokens count from the next login on; sessions end when the page is switched off.
                %s %s
                %s %s
                """.formatted(Access.FULL.word(), Secrets.make(), Access.READ_ONLY.word(), Secrets.make());
        try (OutputStream out = Channels.newOutputStream(
                PrivateFiles.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @return where they are */
    public Path file() {
        return file;
    }

    /**
     * @param offered by somebody
     * @return what it allows; empty when it is none of the tokens
     * @throws IOException when the file cannot be used now
     */
    public Optional<Access> access(String offered) throws IOException {
        Optional<Access> found = Optional.empty();
        for (Map.Entry<Access, byte[]> token : read().entrySet()) {
            if (Secrets.isSame(token.getValue(), offered)) {
                found = Optional.of(token.getKey());
            }
        }
        return found;
    }

    /**
     * @param offered by somebody
     * @return whether it has less than the tokens that are made here: somebody may have thought it up, and others guess it
     */
    public static boolean isShort(String offered) {
        return offered.length() < MADE_LENGTH;
    }

    private Map<Access, byte[]> read() throws IOException {
        Map<Access, byte[]> tokens = new EnumMap<>(Access.class);
        String text = new String(SecretFile.read(file, MAX_BYTES), StandardCharsets.UTF_8);
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                add(line.strip(), number, tokens);
            }
        }
        return tokens;
    }

    /** No message says what a line has: it may be a token. */
    private void add(String line, int number, Map<Access, byte[]> tokens) throws IOException {
        String[] words = line.split("\\s+");
        for (Access access : Access.values()) {
            if (words.length == 2 && words[0].equals(access.word()) && words[1].length() >= MIN_LENGTH) {
                if (tokens.put(access, Secrets.digest(words[1])) != null) {
                    throw new IOException(file + ", line " + number + ": there are two tokens " + access.word());
                }
                return;
            }
        }
        throw new IOException(file + ", line " + number
                + ": a line is full or read-only, a blank, and a token of at least " + MIN_LENGTH + " characters");
    }
}
