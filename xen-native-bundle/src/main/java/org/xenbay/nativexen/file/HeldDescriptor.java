// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import org.xenbay.api.file.FileException;
import org.xenbay.api.host.Keepsake;
import org.xenbay.nativexen.keep.Word;

/**
 * A thing of the host's files that is one descriptor, which it owns. A call takes a share of the descriptor for as long as it
 * lasts. From any thread.
 */
abstract class HeldDescriptor implements Keepsake, AutoCloseable {

    final FileSystem system;
    final Descriptor descriptor;

    HeldDescriptor(FileSystem system, Descriptor descriptor) {
        this.system = system;
        this.descriptor = descriptor;
    }

    /**
     * @param here a share of the descriptor
     * @return what the thing is left by
     */
    abstract Word word(Descriptor here) throws FileException;

    @Override
    public final String word() throws FileException {
        try (Descriptor here = descriptor.share()) {
            return word(here).toString();
        }
    }

    @Override
    public final String leave() throws FileException {
        try (Descriptor here = descriptor.share()) {
            return system.process().leftBehind().leave(word(here), this);
        }
    }

    @Override
    public final void close() {
        descriptor.close();
    }
}
