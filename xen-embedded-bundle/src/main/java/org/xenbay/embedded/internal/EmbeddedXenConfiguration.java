package org.xenbay.embedded.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of the embedded Xen, PID {@code org.xenbay.embedded}. */
@ObjectClassDefinition(
        id = EmbeddedXenConfiguration.PID,
        name = "Embedded Xen",
        description = "Xen in memory, for machines without Xen. A change ends its guests and begins anew.")
public @interface EmbeddedXenConfiguration {

    /** The PID. */
    String PID = "org.xenbay.embedded";

    /** @return when to offer it */
    @AttributeDefinition(
            name = "When",
            description = "auto: only where this machine does not run on Xen",
            options = {@Option("auto"), @Option("always"), @Option("never")})
    String enabled() default "auto";

    /** @return where xenstore-* tools reach its XenStore */
    @AttributeDefinition(
            name = "XenStore socket",
            description = "Path of the UNIX socket on which its XenStore listens; empty for none")
    String storeSocket() default "";
}
