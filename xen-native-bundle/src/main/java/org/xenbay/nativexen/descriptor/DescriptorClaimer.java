// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;

/**
 * Makes resources of some kinds again of their descriptors; a service within this bundle, beside the service that gives such
 * resources.
 */
public interface DescriptorClaimer {

    /** The service's property: of which things. */
    String OF = "taker.of";

    /** Value of {@link #OF}: things of {@link org.xenbay.api.file.HostFiles}. */
    String FILES = "files";

    /** Value of {@link #OF}: things of {@link org.xenbay.api.host.PseudoTerminals}. */
    String TERMINALS = "terminals";

    /**
     * @param token names the resource
     * @param from where its descriptors are taken
     * @return the resource; null when it is not of this claimer's kinds
     * @throws IOException when it is not there any more
     */
    AutoCloseable take(DescriptorToken token, InheritedDescriptors from) throws IOException;

    /** All resources have been taken. */
    default void closeUnclaimed() {}
}
