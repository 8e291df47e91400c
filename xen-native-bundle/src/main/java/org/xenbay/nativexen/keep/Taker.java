// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.keep;

import java.io.IOException;

/** Makes a kept thing of some kinds again; a service within this bundle, beside that of the things. */
public interface Taker {

    /** The service's property: of which things. */
    String OF = "taker.of";

    /** Value of {@link #OF}: things of {@link org.xenbay.api.file.HostFiles}. */
    String FILES = "files";

    /** Value of {@link #OF}: things of {@link org.xenbay.api.host.PseudoTerminals}. */
    String TERMINALS = "terminals";

    /**
     * @param word what was left
     * @param from where its descriptors are taken
     * @return the thing; null when it is not of this taker's kinds
     * @throws IOException when it is not there any more
     */
    AutoCloseable take(Word word, Inheritance from) throws IOException;

    /** Everything has been taken. */
    default void settle() {}
}
