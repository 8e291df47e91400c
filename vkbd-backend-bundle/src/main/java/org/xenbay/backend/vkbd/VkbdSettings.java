package org.xenbay.backend.vkbd;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Configuration of the keyboard backend, PID {@code org.xenbay.vkbd}. A change takes effect at once: devices are handed
 * over to a backend with the new settings, without their guests noticing more than that held keys are released.
 */
@ObjectClassDefinition(name = "Xenbay keyboards", description = "Whose input goes to which guest.")
public @interface VkbdSettings {

    /** @return which source goes to which guest */
    @AttributeDefinition(
            description = "Which source goes to which guest: <source> -> <guest>. A source is *, id=…, name=…,"
                    + " hardware=… or seat=… (* and ? stand for any characters); a guest is a domain's name,"
                    + " a device's id, unique-id=…, or same-seat: the device whose unique-id is the source's seat")
    String[] assign() default {};

    /** @return keys that give a source back to the host and to its guest again */
    @AttributeDefinition(
            description = "Keys that, held together, give the source back to the host, or to its guest again")
    String hotKey() default "leftctrl+rightctrl";

    /** @return keys that give a source to the next guest */
    @AttributeDefinition(description = "Keys that, held together, give the source to the next guest; empty for none")
    String nextKey() default "leftctrl+scrolllock";

    /** @return whether pointers offer places where the toolstack does not say */
    @AttributeDefinition(description = "Whether a pointer offers places (a tablet's) where the toolstack does not say")
    boolean absolute() default true;

    /** @return width of a guest's screen where the toolstack does not say */
    @AttributeDefinition(description = "Width of a guest's screen in pixels, where the toolstack does not say")
    int width() default 800;

    /** @return height of a guest's screen where the toolstack does not say */
    @AttributeDefinition(description = "Height of a guest's screen in pixels, where the toolstack does not say")
    int height() default 600;

    /** @return whether keys go to guests without a pointer */
    @AttributeDefinition(
            description = "Whether keys are sent to a guest whose pointer is disabled; it crashes Linux's driver")
    boolean keysWithoutPointer() default false;
}
