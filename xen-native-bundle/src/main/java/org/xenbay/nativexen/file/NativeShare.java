// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.util.Set;
import org.xenbay.api.file.Confinement;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.Power;
import org.xenbay.api.file.Share;
import org.xenbay.api.file.ThreadCredentials;
import org.xenbay.nativexen.descriptor.DescriptorToken;

/** A shared folder: the common part of its nodes. */
final class NativeShare extends HeldDescriptor implements Share {

    /** @param folder opened with O_PATH */
    NativeShare(FileSystem system, Descriptor folder) {
        super(system, folder);
    }

    FileSystem system() {
        return system;
    }

    /** @return the folder's descriptor, which identifies the share */
    int number() {
        return descriptor.number();
    }

    @Override
    public FileNode root() throws FileException {
        return new NativeFileNode(this, descriptor.share());
    }

    @Override
    public ThreadCredentials credentials() {
        return system.credentials();
    }

    @Override
    public void takeShortTurns() {
        system.scheduling().takeShortTurns();
    }

    @Override
    public Confinement confinement(Set<Power> powers) throws FileException {
        try (Descriptor here = descriptor.share()) {
            return system.process().threadConfinement().ofShare(here.number(), powers);
        }
    }

    @Override
    DescriptorToken token(Descriptor here) throws FileException {
        return DescriptorToken.here(
                "share",
                here.number(),
                0,
                FileIdentity.of(Attributes.stat(here)).toString());
    }
}
