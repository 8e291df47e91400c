// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/** A file that a command makes: it overwrites none, and none is left when the command fails. */
public final class NewFile {

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
     * Makes a file.
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
            Files.createFile(file);
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
