// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;

/** A file that a command creates. It never overwrites a file, and is deleted when the command fails. */
public final class NewFile {

    private NewFile() {}

    /** Fills the file that was made. */
    @ConsumerType
    @FunctionalInterface
    public interface Filler {

        /**
         * Fills the file.
         *
         * @param file is empty; closed afterwards
         * @return what the command says
         * @throws IOException when the file cannot be filled
         * @throws InterruptedException when the operator ends the command
         */
        String fill(NewFileOutput file) throws IOException, InterruptedException;
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
}
