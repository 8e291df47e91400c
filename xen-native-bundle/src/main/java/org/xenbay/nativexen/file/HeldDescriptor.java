// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import org.xenbay.api.file.FileException;
import org.xenbay.api.host.Transferable;
import org.xenbay.nativexen.descriptor.DescriptorToken;

/**
 * An object of {@link org.xenbay.api.file.HostFiles} that owns one descriptor. Each call holds a share of the descriptor.
 * From any thread.
 */
abstract class HeldDescriptor implements Transferable, AutoCloseable {

    final FileSystem system;
    final Descriptor descriptor;

    HeldDescriptor(FileSystem system, Descriptor descriptor) {
        this.system = system;
        this.descriptor = descriptor;
    }

    /**
     * @param here a share of the descriptor
     * @return the token of the object
     */
    abstract DescriptorToken token(Descriptor here) throws FileException;

    @Override
    public final String token() throws FileException {
        try (Descriptor here = descriptor.share()) {
            return token(here).toString();
        }
    }

    @Override
    public final String detach() throws FileException {
        try (Descriptor here = descriptor.share()) {
            return system.process().transfers().add(token(here), this);
        }
    }

    @Override
    public final void close() {
        descriptor.close();
    }
}
