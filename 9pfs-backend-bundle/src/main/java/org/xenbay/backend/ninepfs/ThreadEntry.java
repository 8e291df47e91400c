// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import org.xenbay.api.file.Confinement;
import org.xenbay.api.file.FileException;
import org.xenbay.backend.ninepfs.export.Export;
import org.xenbay.backend.ninepfs.server.Workers;

/** What each thread does before it serves a share: it takes short turns on the processor, and confines itself to the share. */
final class ThreadEntry {

    private ThreadEntry() {}

    /**
     * @param export the share
     * @param confines whether its threads confine themselves
     * @return run by each of them first
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
