package org.xenbay.backend.vkbd.rfb;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of a source for VNC viewers, factory PID {@code org.xenbay.vnc}; there is none without. */
@ObjectClassDefinition(name = "Xenbay VNC", description = "A source of input that VNC viewers connect to.")
public @interface VncSettings {

    /** @return the source is named {@code vnc-} and this */
    @AttributeDefinition(description = "The source's name, which follows vnc-: letters, digits, - and _")
    String name() default "desk";

    /** @return path of the UNIX socket; empty for a port */
    @AttributeDefinition(
            description = "Path of the UNIX socket, which only the daemon's user may use; empty for a port")
    String socket() default "";

    /** @return port of the loopback interface; 0 for a socket */
    @AttributeDefinition(
            description = "Port of the loopback interface, open to every program of this machine; 0 for a socket")
    int port() default 0;

    /** @return keyboard layout that guests use, for viewers that send characters and not keys */
    @AttributeDefinition(description = "Keyboard layout of the guest, for viewers that send characters and not keys")
    String layout() default "us";
}
