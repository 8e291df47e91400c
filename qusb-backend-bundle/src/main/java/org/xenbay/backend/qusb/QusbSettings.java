package org.xenbay.backend.qusb;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Configuration of the qusb backend, PID {@code org.xenbay.qusb}. A change takes effect at once: controllers are handed over
 * to a backend with the new settings, with the devices in their ports.
 */
@ObjectClassDefinition(name = "Xenbay USB controllers", description = "Which USB device goes to which guest.")
public @interface QusbSettings {

    /** @return which device goes to which guest by itself */
    @AttributeDefinition(
            description = "Which device goes to which guest, wherever it is plugged in: <device> -> <guest> [port N]."
                    + " A device is one or several of hardware=vendor:product, serial=…, class=… (two hexadecimal"
                    + " digits), path=… (2-1.4) and name=…, with commas between (* and ? stand for any"
                    + " characters); a guest is a domain's name or a controller's id")
    String[] assign() default {};

    /** @return whether controllers of type vusb are served */
    @AttributeDefinition(
            description =
                    "Whether controllers that xl.cfg gives to a kernel's backend (type=pv, in backend/vusb) are served")
    boolean vusb() default false;
}
