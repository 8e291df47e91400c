// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import org.xenbay.api.file.Confinement;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.server.Workers;

/** Prepares each thread that serves a share: short turns on the processor, and confinement to the share. */
final class ThreadEntry {

    private ThreadEntry() {}

    /**
     * @param export the share
     * @param confines whether the share's threads confine themselves
     * @return run by each thread first
     * @throws FileException as {@link Export#confine}
     */
    static Workers.Entry of(Export export, boolean confines) throws FileException {
        Confinement confinement = confines ? export.confine() : Confinement.NONE;
        return () -> {
            export.share().takeShortTurns();
            confinement.confineThread();
        };
    }
}
