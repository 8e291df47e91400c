// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;

/** A file that a command makes: it overwrites none, and none is left when the command fails. */
public final class NewFile {

    private NewFile() {}

    /** Fills the file that was made. */
    @ConsumerType
    @FunctionalInterface
    public interface Filler {

        /**
         * Fills it.
         *
         * @param file is empty; closed afterwards
         * @return what the command says
         * @throws IOException when the file cannot be filled
         * @throws InterruptedException when the operator ends the command
         */
        String fill(NewFileOutput file) throws IOException, InterruptedException;
    }

    /** Fills a file, which it opens by its name: {@link Filler} gets the file itself. */
    @ConsumerType
    @FunctionalInterface
    public interface Writer {

        /**
         * Fills it.
         *
         * @param file was made, and was empty
         * @return what the command says
         * @throws IOException when the file cannot be filled
         * @throws InterruptedException when the operator ends the command
         */
        String write(Path file) throws IOException, InterruptedException;
    }

    /**
     * Opens a file that is being filled, by its name: in a folder of somebody else another file may have taken its place. Then that
     * one is opened, unless it is a link.
     *
     * @param file given to a {@link Writer}
     * @return the file, at its beginning; what it has stays until it is overwritten, and an interrupt ends no write
     * @throws IOException when it cannot be opened, or is a link
     */
    public static OutputStream open(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Makes a file, which its owner only may read: it shows what a guest shows. All that is written goes into this very file, also when
     * another one takes its name meanwhile, in a folder of somebody else; the other one stays as it is.
     *
     * @param file its name
     * @param filler fills it
     * @return what the filler says
     * @throws CommandFailure when there is such a file
     * @throws IOException when the file cannot be made or filled
     * @throws InterruptedException when the operator has ended it: the file stays as the filler has left it
     */
    public static String make(Path file, Filler filler) throws IOException, InterruptedException {
        Path whole = file.toAbsolutePath();
        Path name = whole.getFileName();
        if (name == null) {
            throw new CommandFailure(file + " is a folder");
        }
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(Objects.requireNonNull(whole.getParent()));
                NewFileOutput made = made(file)) {
            FolderEntry entry = FolderEntry.of(folder, name);
            boolean keeps = false;
            try {
                String said = filler.fill(made);
                keeps = true;
                return said;
            } catch (InterruptedException ended) {
                keeps = true;
                throw ended;
            } finally {
                if (!keeps) {
                    entry.delete();
                }
            }
        }
    }

    private static NewFileOutput made(Path file) throws IOException {
        try {
            return NewFileOutput.create(file);
        } catch (FileAlreadyExistsException taken) {
            throw new CommandFailure("there is a file " + file + " already");
        }
    }

    /**
     * As {@link #make}, for what opens the file by its name.
     *
     * @param file its name
     * @param writer fills it
     * @return what the writer says
     * @throws CommandFailure when there is such a file
     * @throws IOException when the file cannot be made or filled
     * @throws InterruptedException when the operator has ended it: the file stays as the writer has left it
     */
    public static String write(Path file, Writer writer) throws IOException, InterruptedException {
        return make(file, made -> writer.write(file));
    }
}
