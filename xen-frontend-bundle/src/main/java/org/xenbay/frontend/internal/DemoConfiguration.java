package org.xenbay.frontend.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the demonstration guests, PID {@code org.xenbay.demo}. */
@ObjectClassDefinition(
        id = DemoConfiguration.PID,
        name = "Demonstration guests",
        description = "Guests that exist where Xen is embedded, with a little shell on every console.")
public @interface DemoConfiguration {

    /** The PID. */
    String PID = "org.xenbay.demo";

    /** @return whether there are any */
    @AttributeDefinition(name = "Enabled", description = "Whether there are demonstration guests")
    boolean enabled() default true;

    /** @return their names */
    @AttributeDefinition(name = "Guests", description = "A guest for each name")
    String[] guests() default {"demo"};

    /** @return what each gets */
    @AttributeDefinition(
            name = "Devices",
            description = "Devices of each guest: type/number, then keys as in xl.cfg, separated by blanks")
    String[] devices() default {"console/1 connection=pty name=org.xenbay.demo.0"};
}
