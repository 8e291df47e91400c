// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vfb.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xenbay.api.command.CommandFailure;

/** A file that a command makes: it overwrites none, and none is left when the command fails. */
final class NewFile {

    private NewFile() {}

    /** Fills the file. */
    @FunctionalInterface
    interface Writer {

        /** @return what the command says */
        String write(Path file) throws IOException, InterruptedException;
    }

    /**
     * @return what the writer says
     * @throws CommandFailure when there is such a file
     * @throws InterruptedException when the operator has ended it: the file stays as the writer has left it
     */
    static String write(Path file, Writer writer) throws IOException, InterruptedException {
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
