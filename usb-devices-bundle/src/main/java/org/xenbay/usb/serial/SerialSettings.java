package org.xenbay.usb.serial;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one serial adapter, factory PID {@code org.xenbay.usb.serial}. */
@ObjectClassDefinition(
        name = "Xenbay USB serial adapter",
        description = "A USB serial adapter for a guest, whose far end sends back what it gets.")
public @interface SerialSettings {

    /** @return the adapter's path among USB devices */
    @AttributeDefinition(description = "What it is called where a guest's port is to take it; begins with a letter")
    String name();

    /** @return its serial number */
    @AttributeDefinition(description = "Its serial number; empty for its name")
    String serial() default "";
}
