package org.xenbay.backend.ninepfs;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the 9pfs backend, PID {@code org.xenbay.ninepfs}. */
@ObjectClassDefinition(name = "Xenbay 9pfs", description = "How folders of the host are shared with guests.")
public @interface NinePfsSettings {

    /**
     * @return most threads beyond the first one of each share, of all shares together: for guests with several requests at a time
     *     and for calls of the host that do not return; 0 for 32, or eight for each processor if more
     */
    @AttributeDefinition(
            description = "Most threads beyond one for each share that is in use; 0 chooses by the processors")
    int threads() default 0;

    /** @return whether threads that serve a share give up all that serving it does not need: on or off */
    @AttributeDefinition(
            description =
                    "Whether threads that serve a share give up other files, root's power and system calls: on or off")
    String confine() default "on";

    /** @return most bytes in one message */
    @AttributeDefinition(description = "Most bytes in one message; the guest and its ring may allow fewer")
    int messageSize() default 1048576;

    /** @return most fids of a guest's device */
    @AttributeDefinition(description = "Most fids of one device: files that a guest knows")
    int fids() default 262144;

    /** @return most descriptors of a guest's device */
    @AttributeDefinition(description = "Most descriptors of host files that one device holds")
    int descriptors() default 262144;

    /** @return most requests of a guest's device at a time */
    @AttributeDefinition(description = "Most requests of one device that are carried out or wait for it")
    int requests() default 128;

    /** @return from when on an operation is called slow, in milliseconds */
    @AttributeDefinition(description = "Operations that take so many milliseconds are counted and named as slow")
    int slowMillis() default 1000;

    /** @return UNIX socket where the server listens for clients of this host; empty for none */
    @AttributeDefinition(description = "UNIX socket on which clients of this host are served; empty for none")
    String listenSocket() default "";

    /** @return loopback TCP port where the server listens for clients of this host; 0 for none */
    @AttributeDefinition(description = "TCP port of the loopback address on which the same is served; 0 for none")
    int listenPort() default 0;

    /** @return the folder that these clients get */
    @AttributeDefinition(description = "Folder that those clients get; an absolute path")
    String listenPath() default "";

    /** @return its security model */
    @AttributeDefinition(description = "Security model of that folder, as in xl.cfg")
    String listenSecurityModel() default "none";

    /** @return further options of that folder, {@code key=value} separated by commas */
    @AttributeDefinition(description = "Further options of that folder, as in xl.cfg: squash=all,squash-uid=1001")
    String listenOptions() default "";
}
