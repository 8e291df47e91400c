// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Recreates resources of some kinds from their descriptors. A service within this bundle, registered beside the service
 * that makes such resources.
 */
public interface DescriptorClaimer {

    /** Service property: the kind of resources. */
    String OF = "taker.of";

    /** Value of {@link #OF}: resources of {@link org.xenbay.api.file.HostFiles}. */
    String FILES = "files";

    /** Value of {@link #OF}: resources of {@link org.xenbay.api.host.PseudoTerminals}. */
    String TERMINALS = "terminals";

    /** Value of {@link #OF}: resources of {@link org.xenbay.api.host.StreamSockets}. */
    String SOCKETS = "sockets";

    /**
     * @param token names the resource
     * @param from has its descriptors
     * @return the resource; null when it is not of this claimer's kinds
     * @throws IOException when the resource does not exist any more
     */
    @Nullable
    AutoCloseable take(DescriptorToken token, InheritedDescriptors from) throws IOException;

    /** All resources have been taken. */
    default void closeUnclaimed() {}
}
