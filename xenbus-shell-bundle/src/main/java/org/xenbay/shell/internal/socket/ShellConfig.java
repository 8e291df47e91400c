package org.xenbay.shell.internal.socket;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration with PID {@code org.xenbay.shell}. */
@ObjectClassDefinition(name = "Xenbay shell", description = "The UNIX socket of one-shot commands.")
public @interface ShellConfig {

    /** PID of the configuration. */
    String PID = "org.xenbay.shell";

    /** @return the socket's path; empty for shell.sock in the run folder */
    @AttributeDefinition(description = "Path of the socket; empty: shell.sock in the run folder.")
    String socket() default "";

    /** @return the group that may use the socket, beside its owner; empty to leave the daemon's own group */
    @AttributeDefinition(description = "Group that may use the socket; empty: the daemon's own.")
    String group() default "";

    /** @return how many commands may run at once */
    @AttributeDefinition(description = "How many commands may run at once.", min = "1", max = "256")
    int max_commands() default 16;
}
