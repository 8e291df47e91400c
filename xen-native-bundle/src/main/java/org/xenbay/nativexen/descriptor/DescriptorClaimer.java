// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

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
     * Registers the service that makes such resources, and this one beside it.
     *
     * @param context registers them
     * @param type the service that makes the resources
     * @param kind value of {@link #OF}
     * @param service is both
     * @param <S> its class
     * @return the registration of both
     */
    static <S extends DescriptorClaimer> ServiceRegistration<?> register(
            BundleContext context, Class<? super S> type, String kind, S service) {
        return context.registerService(
                new String[] {type.getName(), DescriptorClaimer.class.getName()},
                service,
                FrameworkUtil.asDictionary(Map.of(OF, kind)));
    }

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
