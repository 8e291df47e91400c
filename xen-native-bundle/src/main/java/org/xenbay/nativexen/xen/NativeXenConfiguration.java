package org.xenbay.nativexen.xen;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of this machine's Xen, PID {@code org.xenbay.native}. */
@ObjectClassDefinition(
        id = NativeXenConfiguration.PID,
        name = "Native Xen",
        description = "The hypervisor of this machine. A change lets go of all devices and takes them again.")
@interface NativeXenConfiguration {

    /** The PID. */
    String PID = "org.xenbay.native";

    /** @return whether the embedded Xen is asked for, which this one then leaves the field to */
    @AttributeDefinition(
            name = "Embedded",
            description = "always: leave this machine's Xen alone, as the embedded one is used",
            options = {@Option("auto"), @Option("always"), @Option("never")})
    String embedded() default "auto";
}
