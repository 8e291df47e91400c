package org.xenbay.usb.disk;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one disk, factory PID {@code org.xenbay.usb.disk}. A change pulls the disk out and plugs it in anew. */
@ObjectClassDefinition(name = "Xenbay USB disk", description = "A USB disk from an image file, for a guest.")
public @interface DiskSettings {

    /** @return the disk's path among USB devices */
    @AttributeDefinition(
            description = "What the disk is called where a guest's port is to take it; begins with a letter")
    String name();

    /** @return the image file */
    @AttributeDefinition(description = "The image file: blocks of 512 bytes")
    String image();

    /** @return whether guests only read it */
    @AttributeDefinition(description = "Whether guests only read it")
    boolean readOnly() default false;

    /** @return whether it works at full speed only */
    @AttributeDefinition(
            description = "Whether it is a USB 1.1 device, for controllers with version=1; else it is a USB 2.0 one")
    boolean fullSpeed() default false;

    /** @return its serial number */
    @AttributeDefinition(description = "Its serial number; empty for its name")
    String serial() default "";
}
