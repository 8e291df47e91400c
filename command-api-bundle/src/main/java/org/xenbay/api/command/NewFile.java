// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.osgi.annotation.versioning.ConsumerType;

/** A file that a command makes: it overwrites none, and none is left when the command fails. */
public final class NewFile {

    private static final FileAttribute<?> ONLY_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private NewFile() {}

    /** Fills the file. */
    @ConsumerType
    @FunctionalInterface
    public interface Writer {

        /**
         * Fills it.
         *
         * @param file is there, and empty
         * @return what the command says
         * @throws IOException when the file cannot be filled
         * @throws InterruptedException when the operator ends the command
         */
        String write(Path file) throws IOException, InterruptedException;
    }

    /**
     * Opens a file that is being filled. It is this very file or none: in a folder of somebody else a link may have taken its place.
     *
     * @param file given to a {@link Writer}
     * @return the file, at its beginning; what it has stays until it is overwritten, and an interrupt ends no write
     * @throws IOException when it cannot be opened, or is a link
     */
    public static OutputStream open(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes a file, which its owner only may read: it shows what a guest shows.
     *
     * @param file its name
     * @param writer fills it
     * @return what the writer says
     * @throws CommandFailure when there is such a file
     * @throws IOException when the file cannot be made or filled
     * @throws InterruptedException when the operator has ended it: the file stays as the writer has left it
     */
    public static String write(Path file, Writer writer) throws IOException, InterruptedException {
        try {
            Files.createFile(file, ONLY_OWNER);
        } catch (FileAlreadyExistsException taken) {
            throw new CommandFailure("there is a file " + file + " already");
        }
        boolean keeps = false;
        try {
            String said = writer.write(file);
            keeps = true;
            return said;
        } catch (InterruptedException ended) {
            keeps = true;
            throw ended;
        } finally {
            if (!keeps) {
                Files.delete(file);
            }
        }
    }
}
