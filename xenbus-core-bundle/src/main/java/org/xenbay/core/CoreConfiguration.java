package org.xenbay.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the core, PID {@code org.xenbay.core}. */
@ObjectClassDefinition(name = "Xenbay core", description = "Threads and limits of the core.")
public @interface CoreConfiguration {

    /** @return threads that devices' tasks run on; 0: twice the number of processors, at least 4 */
    @AttributeDefinition(description = "Threads that serve devices; 0: twice the number of processors, at least 4")
    int deviceThreads() default 0;

    /** @return threads for work that blocks on the host, not counting those that are blocked */
    @AttributeDefinition(
            description = "Threads for work that blocks, such as file input and output; blocked ones are made up for")
    int hostThreads() default 8;

    /** @return pieces of one device's blocking work that may wait */
    @AttributeDefinition(description = "Pieces of one device's blocking work that may wait for a thread")
    int hostQueue() default 64;

    /** @return percents of the heap that are for what is kept for guests */
    @AttributeDefinition(description = "Percents of this process's heap for what is kept for guests, divided fairly")
    int memoryPercent() default 50;

    /** @return seconds a frontend has to let go of a device */
    @AttributeDefinition(description = "Seconds a frontend has to let go of a device before the backend closes alone")
    int closeSeconds() default 5;

    /** @return seconds a device waits for a new backend when its own went */
    @AttributeDefinition(description = "Seconds a device waits for a new backend when its own was removed")
    int handoverSeconds() default 30;

    /** @return seconds a change of the code is put off at most because the host is slow for a device */
    @AttributeDefinition(
            description = "Seconds a change of the code is put off at most because the host is slow for a device")
    int parkSeconds() default 20;

    /** @return seconds that a call into a backend's code may last before it is named in the log and shown */
    @AttributeDefinition(
            description = "Seconds that a call into a backend's code may last before it is named in the log and shown")
    int stuckSeconds() default 2;

    /** @return seconds after which a device whose call does not return is taken from its backend */
    @AttributeDefinition(
            description = "Seconds after which a device is taken from a backend whose call does not return")
    int giveUpSeconds() default 60;

    /** @return device threads that calls of one backend that do not return can hold, beyond the usual number */
    @AttributeDefinition(
            description = "Device threads that one backend's calls which do not return can hold, beyond deviceThreads")
    int stuckThreads() default 16;

    /** @return MiB of the run folder for what outlasts a kill; 0: a quarter of the room there, at most 256 */
    @AttributeDefinition(
            description = "MiB of the run folder for what outlasts a kill; 0: a quarter of the room there, at most 256")
    int journalMegabytes() default 0;

    /** @return which bundle serves a type that several serve, each as {@code type:bundle} */
    @AttributeDefinition(
            description =
                    "Which bundle serves a type that several serve: type:bundle, separated by commas; the others stand by")
    String[] prefer() default {};

    /** @return debug level of devices that appear */
    @AttributeDefinition(description = "Debug level of devices that appear: 0 errors, 1 information, 2 everything")
    int debugLevel() default 0;
}
